import { describe, expect, it } from '@jest/globals';
import { AlreadyHandled, Forged, labelOf, LinkDown, NotYet, Permanent, Poison, verdictOf } from './errors.js';

const coded = (code: string) => Object.assign(new Error('x'), { code });

describe('what messaging does about an error', () => {
  it.each([
    [new Error('a bug'), 'retry'],
    ['not even an error', 'retry'],
    [new NotYet('overtaken'), 'retry'],
    [coded('55P03'), 'retry'],
    [new Permanent('no such application'), 'permanent'],
    [new Poison('not JSON'), 'poison'],
    [new Forged('foreign'), 'forged'],
    [new AlreadyHandled('twice'), 'done'],
    [new LinkDown('diskominfo'), 'put-back'],
    [coded('peer-away'), 'put-back'],
    [coded('57P01'), 'put-back'],
    [coded('08006'), 'put-back'],
    [coded('53100'), 'put-back'],
    [coded('ENOSPC'), 'put-back'],
    [coded('ECONNREFUSED'), 'put-back'],
    [new Error('Connection terminated unexpectedly'), 'put-back'],
    [new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), 'retry'],
  ] as const)('%s: %s', (error, verdict) => expect(verdictOf(error)).toBe(verdict));

  it('is labelled by class and code, never by its text', () => {
    expect(labelOf(new Permanent('650399…'))).toBe('Permanent:permanent');
    expect(labelOf(coded('57P01'))).toBe('Error:57P01');
    expect(labelOf(undefined)).toBe('unknown');
  });
});
