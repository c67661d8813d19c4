import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ServiceKind } from '#civil-registry';
import type { Link, Way } from '#link';
import { LinkDown } from '#messaging';
import { attribute, counter, describeSpan, gauge, logger } from '#observability';
import { judgeRegisterAnswer, type RegisterResult } from './judge-register-answer.js';
import type { RecentAnswers, WayAnswer } from './recent-answers.js';
import { RegisterDesk, type RegisterQuestion } from './register-desk.js';

export interface RegisterWays {
  readonly link: Link;
  readonly primary: RegisterDesk;
  readonly backup: RegisterDesk | undefined;
  readonly recent: RecentAnswers;
  /** Of a hundred questions, how many are asked over both ways. */
  readonly crossCheckPercent: number;
  /** Questions of the day's quota that are kept back. */
  readonly quotaReserve: number;
  /** When a quota that is used up now comes back. */
  readonly quotaReturns: (now: Date) => Date;
}

/** An answer, and what the other way said where both were asked. */
export interface RegisterAnswered extends WayAnswer {
  readonly otherWay?: Pick<WayAnswer, 'way' | 'result' | 'elements'> | undefined;
}

/** What a question is about, beside the person. */
export interface Asking {
  readonly kind: ServiceKind;
  /** The same for every try of the same question. */
  readonly requestId: string;
  /** A miss without a code is asked again, for the copy that was asked may be away. */
  readonly isPatient: boolean;
  readonly signal: AbortSignal;
}

const crossChecks = counter('loket_register_cross_checks_total', 'Questions asked over both ways', ['outcome']);
const reused = counter('loket_register_answers_reused_total', 'Answers taken from the last minutes');
const quotaLeft = gauge('loket_register_quota_left', 'Questions left today, as the register counts them');

/** Asks the register about a person over the link's ways, and lets a person judge where they disagree. */
export class AskRegister {
  private readonly log = logger('ask-register');

  constructor(private readonly ways: RegisterWays) {}

  /**
   * @throws LinkDown when no way works now; Error for one odd answer, which is worth another try
   */
  async ask(question: RegisterQuestion, asking: Asking): Promise<RegisterAnswered> {
    const { recent } = this.ways;
    const place = recent.placeOf({ ...RegisterDesk.elementsOf(question), kind: asking.kind });
    const before = recent.find(place, new Date());
    // Only what is in order: a doubt may have been settled at the register meanwhile.
    if (before?.result.result === 'confirmed') {
      reused.inc();
      return before;
    }
    const answer = await this.askOver(undefined, question, asking);
    if (!answer) throw new Error('the register answered without a code');
    recent.keep(place, answer);
    const other = retried(before, answer, asking) ?? (await this.crossCheck(question, asking, answer.way));
    describeSpan({ [attribute.linkWay]: answer.way });
    return other ? compare(answer, other) : answer;
  }

  /** @returns undefined for a miss without a code, where that is worth another try */
  private async askOver(way: Way | undefined, question: RegisterQuestion, asking: Asking) {
    const { link, primary, backup } = this.ways;
    const { requestId, kind } = asking;
    const asked = Object.keys(RegisterDesk.elementsOf(question));
    return link.call(
      async (signal, carrying): Promise<WayAnswer | undefined> => {
        const desk = carrying === 'backup' ? backup : primary;
        if (!desk) throw new LinkDown(link.name);
        const { reading, quotaLeft: left } = await desk.ask(question, requestId, signal);
        this.minds(left);
        if (reading.says === 'nothing-found' && asking.isPatient) return undefined;
        return {
          way: carrying,
          requestId,
          checkedAt: new Date(),
          result: judgeRegisterAnswer(reading, asked, kind),
          elements: reading.says === 'compared' ? reading.elements : {},
          recordStatus: reading.says === 'compared' ? reading.recordStatus : undefined,
          responseCode: reading.says === 'doubt' ? reading.code : undefined,
        };
      },
      asking.signal,
      way,
    );
  }

  /** The last questions of a day are kept back: for the probe that finds the register again, and for tomorrow's first hour. */
  private minds(left: number | undefined): void {
    if (left === undefined) return;
    quotaLeft.set(left);
    const { link, quotaReserve, quotaReturns } = this.ways;
    if (quotaReserve === 0 || left > quotaReserve) return;
    const until = quotaReturns(new Date());
    this.log.warn(
      { link: link.name, count: left, until },
      'only the reserve of today’s register quota is left: requests wait until the next day',
    );
    link.rest({ cause: 'server-error', detail: 'quota', until });
  }

  private async crossCheck(question: RegisterQuestion, asking: Asking, asked: Way): Promise<WayAnswer | undefined> {
    const { backup, crossCheckPercent } = this.ways;
    if (!backup || !isSampled(asking.requestId, crossCheckPercent)) return undefined;
    try {
      const other = await this.askOver(asked === 'primary' ? 'backup' : 'primary', question, {
        ...asking,
        isPatient: true,
      });
      if (!other) crossChecks.inc({ outcome: 'unanswered' });
      return other;
    } catch {
      // One answer is enough: the second was only for comparison.
      crossChecks.inc({ outcome: 'unanswered' });
      return undefined;
    }
  }
}

/** The same question was answered before over the other way, and that answer was not kept: a silent choice would be a lottery. */
function retried(before: WayAnswer | undefined, answer: WayAnswer, asking: Asking): WayAnswer | undefined {
  return before?.requestId === asking.requestId && before.way !== answer.way ? before : undefined;
}

/** The same questions at every try, spread evenly. */
function isSampled(requestId: string, percent: number): boolean {
  return createHash('sha256').update(requestId).digest().readUInt16BE(0) % 100 < percent;
}

/** Both ways lead to the same register: where they differ a person decides. */
function compare(answer: WayAnswer, other: WayAnswer): RegisterAnswered {
  const otherWay = { way: other.way, result: other.result, elements: other.elements };
  const agree = isDeepStrictEqual(sorted(answer.result), sorted(other.result));
  crossChecks.inc({ outcome: agree ? 'agree' : 'disagree' });
  if (agree) return { ...answer, otherWay };
  const doubts = [...new Set([...doubtsOf(answer.result), ...doubtsOf(other.result)])];
  return { ...answer, otherWay, result: { result: 'doubtful', doubts: ['ways-disagree', ...doubts] } };
}

function doubtsOf(result: RegisterResult) {
  return result.result === 'doubtful' ? result.doubts : [];
}

function sorted(result: RegisterResult): RegisterResult {
  return result.result === 'doubtful' ? { ...result, doubts: result.doubts.toSorted() } : result;
}
