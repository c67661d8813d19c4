import { Inject, Injectable } from '@nestjs/common';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { logger } from '#observability';
import { cardData } from './card-data.js';
import { CONFIG, type Config } from './config.js';
import type { PrinterState } from './printers/printer.js';

const claimed = z.object({ attempt: z.int(), applicationId: z.string(), card: cardData });
const begun = z.object({ serial: z.string() });
const claimable = z.object({ printJobs: z.array(z.object({ jobId: z.string() })) });
const heard = z.object({ blanks: z.int(), leaseSeconds: z.int() });
const packed = z.object({
  jobs: z.array(
    z.object({ jobId: z.string(), attempt: z.int(), applicationId: z.string(), card: cardData.nullable() }),
  ),
  blanks: z.array(z.string()),
});
const judged = z.object({ verdicts: z.array(z.object({ jobId: z.string(), attempt: z.int(), verdict: z.string() })) });
const problem = z.object({ code: z.string() });

/** The office cannot be reached or cannot answer now: nothing is known of what was asked. Ask again later. */
export class OfficeAway extends Error {
  readonly code = 'office-away';
}

/** The office has understood and says no: `code` is its reason. */
export type Refused = { readonly refused: string };

export interface JournalEntry {
  readonly jobId: string;
  readonly attempt: number;
  /** `begin`: without a line, from a visit's bag. */
  readonly said: 'begin' | 'complete' | 'spoil' | 'not-fed' | 'abort';
  readonly serial?: string | undefined;
  /** With `complete`: data, photo and chip were looked at. */
  readonly isChecked?: boolean | undefined;
}

/** The operator says it in one: a card with a fault is spoiled, not complete. */
const qualityOf = (isChecked: boolean | undefined) =>
  isChecked === true ? { quality: { data: true, photo: true, chip: true } } : {};

const connectMs = 3_000;
const answerMs = 10_000;

/** The station's one line to its office: printing-queue's station calls, and since when they fail. */
@Injectable()
export class OfficeLine {
  private readonly log = logger('print-station');
  private readonly agent = new Agent({ connect: { timeout: connectMs }, connections: 4, keepAliveTimeout: 10_000 });
  private lostSince: Date | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Since when the office does not answer; undefined when it does. */
  get awaySince(): Date | undefined {
    return this.lostSince;
  }

  claim(jobId: string, bootId: string): Promise<z.infer<typeof claimed> | Refused> {
    return this.post(`/print-jobs/${jobId}/claims`, { bootId }, claimed);
  }

  begin(jobId: string, attempt: number, serial: string): Promise<z.infer<typeof begun> | Refused> {
    return this.post(`/print-jobs/${jobId}/attempts/${attempt}/begin`, { serial }, begun);
  }

  renew(jobId: string, attempt: number): Promise<object | Refused> {
    return this.post(`/print-jobs/${jobId}/attempts/${attempt}/renew`, {}, z.object({}));
  }

  report(
    { jobId, attempt, said, serial, isChecked }: JournalEntry & { said: 'complete' | 'spoil' | 'not-fed' },
    reason?: string,
  ): Promise<object | Refused> {
    const body = {
      ...(serial === undefined ? {} : { serial }),
      ...(reason === undefined ? {} : { reason }),
      ...qualityOf(isChecked),
    };
    return this.post(`/print-jobs/${jobId}/attempts/${attempt}/${said}`, body, z.object({}));
  }

  postJournal(
    bootId: string,
    entries: readonly JournalEntry[],
    inHand: readonly { jobId: string; attempt: number }[] = [],
  ) {
    const told = entries.map(({ isChecked, ...entry }) => ({ ...entry, ...qualityOf(isChecked) }));
    return this.post('/stations/me/journal', { bootId, entries: told, inHand }, judged);
  }

  /** The batch of a visit; the same one, however often it is asked for. */
  takeAlong(visit: { visitId: string; until: string; limit: number; district?: string | undefined }) {
    const { visitId, until, limit, district } = visit;
    const asked = { visitId, until, limit, ...(district === undefined ? {} : { district }) };
    return this.post('/stations/me/visit', asked, packed);
  }

  endVisit(visitId: string) {
    return this.post('/stations/me/visit/end', { visitId }, z.object({ returned: z.int() }));
  }

  async claimable(limit: number): Promise<string[]> {
    const answer = await this.call('GET', `/stations/me/claimable?limit=${limit}`, undefined, claimable);
    return 'refused' in answer ? [] : answer.printJobs.map((job) => job.jobId);
  }

  heartbeat(printer: PrinterState): Promise<z.infer<typeof heard> | Refused> {
    const { state, reasons, markers = [] } = printer;
    const known = markers.flatMap(({ kind, level }) =>
      kind === 'other' || level === null ? [] : [{ item: kind, left: level }],
    );
    // Words of any printer: what the office would refuse must not keep it from hearing that the station lives.
    const words = reasons.filter((one) => /^[a-z0-9-]{1,64}$/.test(one)).slice(0, 10);
    const told = { state, reasons: words, markers: known };
    return this.post('/stations/me/heartbeat', { driver: this.config.PRINTER_DRIVER, printer: told }, heard);
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T | Refused> {
    return this.call('POST', path, body, answer);
  }

  /** @throws OfficeAway on no answer, 5xx, 429, and 401: an unknown key is the office's to mend, and what is printed must be told */
  private async call<T>(method: string, path: string, body: unknown, answer: z.ZodType<T>): Promise<T | Refused> {
    try {
      const response = await fetch(new URL(path, this.config.PRINTING_QUEUE_URL), {
        method,
        headers: { authorization: `Bearer ${this.config.STATION_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerMs),
        redirect: 'error',
        dispatcher: this.agent,
      });
      const json: unknown = await response.json();
      if (response.ok) {
        const read = answer.parse(json);
        this.reached();
        return read;
      }
      const code = problem.safeParse(json).data?.code;
      // 503 because intake is away is an answer: the office itself is there.
      if (code === 'particulars-unavailable') this.reached();
      if (response.status >= 500 || response.status === 429 || response.status === 401 || code === undefined) {
        throw new OfficeAway(`the office answered ${response.status}`);
      }
      this.reached();
      return { refused: code };
    } catch (error) {
      if (!(error instanceof OfficeAway) || error.message !== 'the office answered 503') this.missed(error);
      throw error instanceof OfficeAway ? error : new OfficeAway('the office does not answer', { cause: error });
    }
  }

  private reached(): void {
    if (this.lostSince) this.log.info({ since: this.lostSince }, 'the office answers again');
    this.lostSince = undefined;
  }

  private missed(error: unknown): void {
    if (this.lostSince) return;
    this.lostSince = new Date();
    this.log.warn(
      { reason: error instanceof Error ? error.message : String(error) },
      'the office does not answer; what is begun is finished and reported later',
    );
  }
}
