import type { ApplicationState } from '#contracts';
import { finalStates, moves } from './application.js';

/** The life of an application as Mermaid text, drawn from the table itself: what `docs/application-states.md` shows. */
export function statesDiagram(): string {
  const lines = ['stateDiagram-v2', '  [*] --> draft'];
  for (const [state, row] of Object.entries(moves)) {
    const targets = new Map<string, string[]>();
    for (const [move, next] of Object.entries(row)) targets.set(next, [...(targets.get(next) ?? []), move]);
    for (const [next, by] of targets) lines.push(`  ${state} --> ${next}: ${by.join(' · ')}`);
  }
  for (const state of finalStates satisfies readonly ApplicationState[]) lines.push(`  ${state} --> [*]`);
  return `${lines.join('\n')}\n`;
}
