import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { hearConcepts } from '../hear-concepts.js';
import { aspectsOf, isLabel, type Label } from '../labels.js';
import { countOf, featuresOf, hintsOf } from './features.js';
import { type Judge, type Judgement, learn } from './learn.js';

/** A message as a citizen may write it, and what it wants. */
export interface Message {
  readonly text: string;
  readonly label: Label;
}

/** What a text wants, as the messages teach it. */
export type JudgeText = (text: string) => Judgement<Label>;

/** The messages this router learns from: invented, one a line, with their label after a tab. The build copies them along. */
export function readMessages(): Message[] {
  return readFileSync(join(import.meta.dirname, 'messages.tsv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [text = '', label = ''] = line.split('\t');
      if (!isLabel(label)) throw new Error(`messages.tsv has a label that labels.ts has not: ${label}`);
      return { text, label };
    });
}

export function learnFrom(messages: readonly Message[]): JudgeText {
  const steps = learning(messages);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function* learning(messages: readonly Message[]): Generator<void, JudgeText> {
  const examples = [];
  for (const [place, { text, label }] of messages.entries()) {
    if (place % messagesAtOnce === 0) yield;
    examples.push({ features: featuresOf(hearConcepts(text)), label });
  }
  const judge: Judge<Label> = yield* learn(examples, { aspectsOf, countOf, hintsOf });
  return (text) => {
    const heard = hearConcepts(text);
    const { label, share, because } = judge(featuresOf(heard));
    // Words that nothing is known of may turn the sense around: the more there are, the less is sure.
    return { label, share: share * (1 - heard.unknown ** 2), because };
  };
}

const messagesAtOnce = 250;
let judgeOfAll: JudgeText | undefined;

/** Learned once: ahead, or when first asked for. */
export function learnedJudge(): JudgeText {
  judgeOfAll ??= learnFrom(readMessages());
  return judgeOfAll;
}

/** Learns before the first message comes, so that no citizen waits; heartbeats and health checks go on meanwhile. */
export async function learnAhead(): Promise<void> {
  const steps = learning(readMessages());
  while (judgeOfAll === undefined) {
    const step = steps.next();
    if (step.done === true) judgeOfAll = step.value;
    else await turnOfOthers();
  }
}
