import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectOf, type MessageState, type StatusReport } from './delivery.js';

const classify = (code: number | undefined) => (code === 131047 ? 'needs_template' : 'unreachable');
const statuses = ['sent', 'delivered', 'read', 'played', 'failed'] as const;

/** The state after some reports, whatever their order. */
function after(reports: readonly StatusReport['status'][], begin: MessageState = 'sending'): MessageState {
  return reports.reduce<MessageState>((state, status) => {
    const effect = effectOf({ status }, { state, asTemplate: true }, classify);
    return effect.kind === 'moves' ? effect.to : effect.kind === 'fails' ? 'failed' : state;
  }, begin);
}

describe('a delivery report', () => {
  it('never takes a message back', () => {
    expect(after(['read', 'sent', 'delivered'])).toBe('read');
    expect(after(['delivered', 'sent', 'sent'])).toBe('delivered');
    expect(after(['failed', 'sent'])).toBe('failed');
  });

  it('believes proof of arrival more than a failure', () => {
    expect(after(['failed', 'delivered'])).toBe('delivered');
    expect(after(['delivered', 'failed'])).toBe('delivered');
  });

  it('settles what was not known', () => {
    expect(after(['sent'], 'unknown')).toBe('sent');
    expect(after(['failed'], 'unknown')).toBe('failed');
  });

  it('ends in the same state in whatever order and however often the reports come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...statuses), { minLength: 1 }), fc.integer(), (reports, seed) => {
        const shuffled = [...reports, ...reports].sort(
          (one, other) => ((one.length * seed) % 7) - ((other.length * seed) % 5),
        );
        expect(after(shuffled)).toBe(after(reports));
      }),
    );
  });

  it('asks for the template once when the window was shut', () => {
    const report = { status: 'failed', errorCode: 131047 } as const;
    expect(effectOf(report, { state: 'sent', asTemplate: false }, classify)).toEqual({ kind: 'again-as-template' });
    expect(effectOf(report, { state: 'sent', asTemplate: true }, classify)).toMatchObject({
      kind: 'fails',
      errorClass: 'needs_template',
    });
    expect(effectOf(report, { state: 'read', asTemplate: false }, classify)).toEqual({ kind: 'nothing' });
  });

  it('changes nothing about what was never sent', () => {
    for (const status of statuses) {
      expect(effectOf({ status }, { state: 'superseded', asTemplate: false }, classify)).toEqual({ kind: 'nothing' });
    }
  });
});
