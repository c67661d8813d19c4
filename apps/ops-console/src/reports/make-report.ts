import { countDefects, countFirstTimeComplete } from './count-defects.js';
import { countDeliveries, countPrinting } from './count-output.js';
import { compareChannels, countRequests } from './count-requests.js';
import { halfYear, halfYearOf } from './half-year.js';
import { judgeEffectiveness } from './judge-effectiveness.js';
import { countHolds, measureServiceTimes } from './measure-service-time.js';
import type { Report, ReportAsk, ReportKey } from './report.js';
import { showSurvey } from './show-survey.js';

/** Makes one report from the projections. @param now says which half-year is the present one */
export function makeReport(key: ReportKey, ask: ReportAsk, now: Date): Promise<Report> {
  switch (key) {
    case 'requests':
      return countRequests(ask);
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
    case 'effectiveness': {
      const { timeZone } = ask.places;
      // It compares two half-years: without a choice the present one with the last.
      return judgeEffectiveness({ ...ask, half: ask.half ?? halfYear(halfYearOf(now, timeZone), timeZone) });
    }
    case 'survey':
      return showSurvey();
  }
}
