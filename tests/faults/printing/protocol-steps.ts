import type { Caught, Gate, Passing } from './gate.js';

const at = (path: RegExp) => (passing: Passing) => path.test(passing.path);
const ipp = (operation: number) => (passing: Passing) =>
  passing.body.length > 4 && passing.body.readUInt16BE(2) === operation;

/** Every step of the protocol of one card, where it may be cut: before it has taken effect, and after. */
export const protocolSteps = {
  'claim asked': ['office', at(/\/claims$/), 'before'],
  'claim granted': ['office', at(/\/claims$/), 'after'],
  'begin asked': ['office', at(/\/begin$/), 'before'],
  'begin granted, no ink yet': ['office', at(/\/begin$/), 'after'],
  'empty job made at the printer': ['printer', ipp(0x0005), 'after'],
  'card sent to the printer': ['printer', ipp(0x0006), 'before'],
  'card taken by the printer': ['printer', ipp(0x0006), 'after'],
  'printer asked how it goes': ['printer', ipp(0x0009), 'before'],
  'outcome told': ['office', at(/\/complete$/), 'before'],
  'outcome taken': ['office', at(/\/complete$/), 'after'],
} as const satisfies Record<string, readonly ['office' | 'printer', (passing: Passing) => boolean, 'before' | 'after']>;
export type ProtocolStep = keyof typeof protocolSteps;

/** Who is killed there. */
export const victims = ['print-station', 'printing-queue', 'rabbitmq'] as const;
export type Victim = (typeof victims)[number];

/** Stops the next card at a step. */
export function stopAt(step: ProtocolStep, gates: { office: Gate; printer: Gate }): Promise<Caught> {
  const [gate, isIt, when] = protocolSteps[step];
  return gates[gate].catchNext(isIt, when);
}
