import { Injectable } from '@nestjs/common';
import { gauge, logger } from '#observability';
import { Journal } from './journal.js';
import { type Ended, entriesOf } from './journal-entries.js';
import { OfficeAway, OfficeLine } from './office-line.js';
import { StationRun } from './station-run.js';

const longestMs = 15_000;
const accepted = new Set(['taken', 'moved', 'already']);

/** Tells the office how attempts ended, from the journal, until it has judged each: at once, or when the line is back. */
@Injectable()
export class TellOffice {
  private readonly log = logger('print-station');
  private ring: (() => void) | undefined;
  private hasNews = false;

  constructor(
    private readonly run: StationRun,
    private readonly journal: Journal,
    private readonly office: OfficeLine,
  ) {
    gauge('loket_station_untold', 'Outcomes that the office does not know yet', [], (untold) =>
      untold.set(this.ended().length),
    );
  }

  /** There is something new to tell. */
  wake(): void {
    this.hasNews = true;
    this.ring?.();
  }

  async keepTelling(): Promise<void> {
    let failures = 0;
    while (!this.run.stopped) {
      this.hasNews = false;
      try {
        // Before the journal of the run before is taken as a whole, its parts are not told one by one.
        if (this.run.mayClaim) for (const one of this.ended()) await this.tell(one);
        failures = 0;
      } catch (error) {
        if (!(error instanceof OfficeAway)) this.log.error({ err: error }, 'could not tell the office; trying again');
        failures += 1;
      }
      if (this.hasNews) continue;
      const isAllTold = this.ended().length === 0;
      await this.restUntilNews(isAllTold ? longestMs : Math.min(longestMs, 500 * 2 ** failures));
    }
  }

  private ended(): Ended[] {
    return this.journal.openAttempts().filter((one) => one.what === 'ended');
  }

  private async tell(ended: Ended): Promise<void> {
    const { jobId, attempt, said, serial } = ended;
    const verdict = await this.verdictOn(ended);
    if (!accepted.has(verdict) && said !== 'not-fed') {
      this.log.error(
        { jobId, attempt, serial, reason: verdict },
        'the office does not accept an outcome; it is kept there as evidence',
      );
    }
    this.journal.append({ what: 'told', jobId, attempt, verdict });
  }

  private async verdictOn(ended: Ended): Promise<string> {
    const { jobId, attempt, said, serial, isChecked, reason, visit } = ended;
    if (said === 'abort' || visit === true) {
      const answer = await this.office.postJournal(this.run.bootId, entriesOf(ended));
      if ('refused' in answer) return answer.refused;
      return answer.verdicts.at(-1)?.verdict ?? 'taken';
    }
    const answer = await this.office.report({ jobId, attempt, said, serial, isChecked }, reason);
    return 'refused' in answer ? answer.refused : 'taken';
  }

  private async restUntilNews(ms: number): Promise<void> {
    const news = new Promise<void>((resolve) => (this.ring = resolve));
    await Promise.race([news, this.run.wait(ms)]);
  }
}
