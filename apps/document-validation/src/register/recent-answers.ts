import { createHmac, randomBytes } from 'node:crypto';
import type { RegisterResult } from './judge-register-answer.js';
import type { Element } from './read-register-answer.js';

/** What one way of the register said about a person: which elements agree, never a value. */
export interface WayAnswer {
  readonly way: 'primary' | 'backup';
  readonly result: RegisterResult;
  readonly elements: Readonly<Record<string, Element>>;
  readonly responseCode?: string | undefined;
  readonly recordStatus?: string | undefined;
  readonly requestId: string;
  readonly checkedAt: Date;
}

/**
 * The answers of the last minutes, so that a request that comes twice costs the day's quota one question. In memory only,
 * under a keyed hash whose key dies with the process: a look into it tells nobody's number.
 */
export class RecentAnswers {
  private readonly key = randomBytes(32);
  private readonly kept = new Map<string, WayAnswer>();

  /** @param minutes 0 keeps nothing @param most answers kept, the oldest go first */
  constructor(
    private readonly minutes: number,
    private readonly most = 2_000,
  ) {}

  /** The place of a question. @param asked all that the answer depends on */
  placeOf(asked: Readonly<Record<string, string>>): string {
    const text = JSON.stringify(Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1)));
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }

  find(place: string, now: Date): WayAnswer | undefined {
    const answer = this.kept.get(place);
    if (!answer) return undefined;
    if (now.getTime() - answer.checkedAt.getTime() < this.minutes * 60_000) return answer;
    this.kept.delete(place);
    return undefined;
  }

  keep(place: string, answer: WayAnswer): void {
    if (this.minutes === 0) return;
    this.kept.delete(place);
    this.kept.set(place, answer);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
  }
}
