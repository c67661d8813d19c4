/** How long a stock lasts, pure. Alerts go by days, not by pieces: what is ordered comes a month later (domain 4.2). */
export type StockLevel = 'ok' | 'low' | 'out';

export interface Forecast {
  /** At the actual rate; null while nothing is used. */
  readonly workingDaysLeft: number | null;
  readonly level: StockLevel;
}

/** Cards that a station's units of one item can still make, by their yield. What is loaded may last longer than it says. */
export function cardsLeftOf(
  { onHand, isLoaded, printsOnLoaded }: { onHand: number; isLoaded: boolean; printsOnLoaded: number },
  cardsPerUnit: number,
): number {
  return onHand * cardsPerUnit + (isLoaded ? Math.max(0, cardsPerUnit - printsOnLoaded) : 0);
}

/**
 * @param cardsPerDay the actual rate, in cards a working day
 * @param lowBelowDays working days that new stock takes to come
 * @param before the level that was said last: it has to be clearly better before it is called better
 */
export function forecast(cardsLeft: number, cardsPerDay: number, lowBelowDays: number, before: StockLevel): Forecast {
  const workingDaysLeft = cardsPerDay > 0 ? Math.round((cardsLeft / cardsPerDay) * 10) / 10 : null;
  if (cardsLeft === 0) return { workingDaysLeft: cardsPerDay > 0 ? 0 : null, level: 'out' };
  const enough = before === 'low' ? lowBelowDays * 1.1 : lowBelowDays;
  return { workingDaysLeft, level: workingDaysLeft !== null && workingDaysLeft < enough ? 'low' : 'ok' };
}
