import type { Report } from '../../../src/reports/report.js';

export type ReportShown = Report & {
  readonly half: string | null;
  readonly office: string | null;
  readonly madeAt: string;
};
export type ReportRow = ReportShown['rows'][number];

export const number = (row: ReportRow, key: string): number => Number(row[key] ?? 0);
export const words = (row: ReportRow, key: string): string => String(row[key] ?? '');

export function sum(rows: readonly ReportRow[], key: string): number {
  return rows.reduce((total, row) => total + number(row, key), 0);
}

/** The row with the most of something; undefined where no row has any. */
export function most(rows: readonly ReportRow[], key: string): ReportRow | undefined {
  return rows.reduce<ReportRow | undefined>(
    (found, row) => (number(row, key) > (found ? number(found, key) : 0) ? row : found),
    undefined,
  );
}

/** Rows of one half-year each, the oldest first, from rows of sub-districts. */
export function byHalf(rows: readonly ReportRow[], keys: readonly string[]): ReportRow[] {
  return [...Map.groupBy(rows, (row) => words(row, 'half'))]
    .map(([half, of]): ReportRow => ({ half, ...Object.fromEntries(keys.map((key) => [key, sum(of, key)])) }))
    .toSorted((one, other) => words(one, 'half').localeCompare(words(other, 'half')));
}

/** The share of all files, from the shares of months: a month with ten files weighs ten. Null where none was judged. */
export function shareOfAll(rows: readonly ReportRow[], share: string, weight: string): number | null {
  const all = sum(rows, weight);
  return all === 0 ? null : rows.reduce((total, row) => total + number(row, share) * number(row, weight), 0) / all;
}

/** Working minutes as working hours with one place, or null where nothing was measured. */
export function hoursOf(row: ReportRow, key: string): number | null {
  const minutes = row[key];
  return typeof minutes === 'number' ? Math.round(minutes / 6) / 10 : null;
}
