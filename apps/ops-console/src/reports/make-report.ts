import { countDefects, countFirstTimeComplete } from './count-defects.js';
import { countDeliveries, countPrinting } from './count-output.js';
import { countMonths } from './count-months.js';
import { compareChannels, countRequests } from './count-requests.js';
import { countSources } from './count-sources.js';
import { queryRows } from '#outbox';
import { halfYear, halfYearOf, halfYearsBetween } from './half-year.js';
import { judgeEffectiveness } from './judge-effectiveness.js';
import { countHolds, measureServiceTimes } from './measure-service-time.js';
import type { HalfYear, Report, ReportAsk, ReportKey } from './report.js';
import { showSurvey } from './show-survey.js';
import { showUnderWay } from './show-under-way.js';

/** What somebody asks for. */
export interface Asked extends Omit<ReportAsk, 'halves'> {
  /** `2026-II`; undefined: all half-years there are, for `effectiveness` the present one. */
  readonly half: string | undefined;
}

/** Makes one report from the projections. @param now says which half-year is the present one */
export async function makeReport(key: ReportKey, { half, ...rest }: Asked, now: Date): Promise<Report> {
  const { timeZone } = rest.places;
  const ask: ReportAsk = { ...rest, halves: half ? [halfYear(half, timeZone)] : await allHalves(rest, now) };
  switch (key) {
    case 'requests':
      return countRequests(ask);
    case 'months':
      return countMonths(ask, now);
    case 'under-way':
      return showUnderWay(ask, now);
    case 'service-time':
      return measureServiceTimes(ask);
    case 'holds':
      return countHolds(ask);
    case 'first-time-complete':
      return countFirstTimeComplete(ask);
    case 'defects':
      return countDefects(ask);
    case 'delivery':
      return countDeliveries(ask);
    case 'printing':
      return countPrinting(ask);
    case 'adoption':
      return compareChannels(ask);
    case 'effectiveness':
      return judgeEffectiveness(ask, halfYear(half ?? halfYearOf(now, timeZone), timeZone));
    case 'survey':
      return showSurvey(ask);
    case 'outreach':
      return countSources(ask);
  }
}

/** From the first event that was copied. */
async function allHalves({ dataSource, places }: Omit<ReportAsk, 'halves'>, now: Date): Promise<HalfYear[]> {
  const [row] = await queryRows<{ first: Date | null }>(dataSource, 'select min(time) as first from event');
  return halfYearsBetween(row?.first ?? now, now, places.timeZone);
}
