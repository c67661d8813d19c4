import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const judge: Judge<Label> = learn(
    messages.map(({ text, label }) => ({ features: featuresOf(hearConcepts(text)), label })),
    { aspectsOf, countOf, hintsOf },
  );
  return (text) => {
    const heard = hearConcepts(text);
    const { label, share, because } = judge(featuresOf(heard));
    // Words that nothing is known of may turn the sense around: the more there are, the less is sure.
    return { label, share: share * (1 - heard.unknown ** 2), because };
  };
}

let judgeOfAll: JudgeText | undefined;

/** Learned once, when first asked for; a service asks as it starts, so that no citizen waits for it. */
export function learnedJudge(): JudgeText {
  judgeOfAll ??= learnFrom(readMessages());
  return judgeOfAll;
}
