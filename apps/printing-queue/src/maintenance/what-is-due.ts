/** What a machine wants, pure. Cleaning goes by cards and ribbon changes (domain 4.2), service by days. */
export interface Care {
  readonly cleaningEveryCards: number | null;
  readonly cardsSinceCleaning: number;
  readonly cleaningOnRibbonChange: boolean;
  readonly ribbonsSinceCleaning: number;
  readonly serviceEveryDays: number | null;
  readonly servicedAt: Date;
}

export interface Due {
  readonly task: 'cleaning' | 'service';
  readonly level: 'due' | 'overdue';
}

/** Half as much again is too long for a cleaning; a month more is too long for a service. */
const tooManyCards = 1.5;
const tooManyDays = 30;
const day = 86_400_000;

export function whatIsDue(care: Care, now: Date): Due[] {
  const due: Due[] = [];
  const { cleaningEveryCards: cards, serviceEveryDays: days } = care;
  const ribbons = care.cleaningOnRibbonChange ? care.ribbonsSinceCleaning : 0;
  if ((cards !== null && care.cardsSinceCleaning >= cards * tooManyCards) || ribbons > 1) {
    due.push({ task: 'cleaning', level: 'overdue' });
  } else if ((cards !== null && care.cardsSinceCleaning >= cards) || ribbons > 0) {
    due.push({ task: 'cleaning', level: 'due' });
  }
  if (days === null) return due;
  const since = (now.getTime() - care.servicedAt.getTime()) / day;
  if (since >= days) due.push({ task: 'service', level: since >= days + tooManyDays ? 'overdue' : 'due' });
  return due;
}

/** The day of the next service; undefined where the machine is not serviced by days. */
export function nextService({ servicedAt, serviceEveryDays }: Care): Date | undefined {
  return serviceEveryDays === null ? undefined : new Date(servicedAt.getTime() + serviceEveryDays * day);
}
