import type { DataSource } from 'typeorm';
import type { Places } from '../places.js';

/** How a figure is written: minutes are working minutes, a share is a number from 0 to 1. */
export type FigureKind = 'text' | 'count' | 'share' | 'minutes';
export type Figure = string | number | null;

export interface Column {
  /** For programs, and never changed. */
  readonly key: string;
  /** For people, in Indonesian. */
  readonly title: string;
  readonly kind: FigureKind;
}

/** A report is a table: the page, the JSON, the sheet and the print are all made from it. */
export interface Report {
  readonly key: ReportKey;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Figure>>[];
  /** What a reader must know to read the figures right. */
  readonly notes: readonly string[];
}

export const reportKeys = [
  'requests',
  'months',
  'under-way',
  'service-time',
  'holds',
  'first-time-complete',
  'defects',
  'delivery',
  'printing',
  'adoption',
  'effectiveness',
  'survey',
  'outreach',
] as const;
export type ReportKey = (typeof reportKeys)[number];

/** What a report is made of. */
export interface ReportAsk {
  readonly dataSource: DataSource;
  readonly places: Places;
  /** The asked half-years, the youngest first. */
  readonly halves: readonly HalfYear[];
  /** Requests of one office alone; null: of all. */
  readonly office: string | null;
}

/** `2026-II`, with the instants at which it begins and ends in the office's time. */
export interface HalfYear {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

/** A table never grows beyond what a person could read and a browser could bear. */
export const mostRows = 10_000;

export const text = (key: string, title: string): Column => ({ key, title, kind: 'text' });
export const count = (key: string, title: string): Column => ({ key, title, kind: 'count' });
export const share = (key: string, title: string): Column => ({ key, title, kind: 'share' });
export const minutes = (key: string, title: string): Column => ({ key, title, kind: 'minutes' });

/**
 * SQL: the asked half-years as rows of `halves` (half, since, until), from `$1`, `$2`, `$3`. A row is put into its half-year by
 * comparing instants; reckoning each row's local time would cost more than all the rest.
 */
export const halves = `halves as (
  select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as given (half, since, until))`;

/** SQL: the join of `halves` with a table by its instant, and with the asked office (`$4`) where it has one. */
export const inHalf = (instant: string, office?: string) =>
  `${instant} >= halves.since and ${instant} < halves.until and ${office ? `($4::text is null or ${office} = $4)` : '$4::text is null'}`;

export const parametersOf = ({ halves: asked, office }: ReportAsk): unknown[] => [
  asked.map(({ name }) => name),
  asked.map(({ from }) => from),
  asked.map(({ to }) => to),
  office,
];

/** The name of a sub-district, or its code where nobody knows it. */
export function districtNames(places: Places): (code: Figure) => string {
  const names = new Map(places.districts.map(({ code, name }) => [code, name]));
  return (code) => (code === 'unknown' ? 'tidak diketahui' : (names.get(String(code)) ?? String(code)));
}
