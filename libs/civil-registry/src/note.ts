/**
 * What a check has to say. `refused` stops, `review` goes to a person, `warning` and `info` only inform.
 * The text is Indonesian and never repeats the number or name it speaks of.
 */
export interface Note<Code extends string> {
  readonly code: Code;
  readonly level: 'refused' | 'review' | 'warning' | 'info';
  readonly text: string;
}
