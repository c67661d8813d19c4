import { instantOf, officeDate } from '#civil-registry';
import type { HalfYear } from './report.js';

/** @param name `2026-I` or `2026-II` */
export function halfYear(name: string, timeZone: string): HalfYear {
  const [year = '', which] = name.split('-');
  const [from, to] =
    which === 'I' ? [`${year}-01-01`, `${year}-07-01`] : [`${year}-07-01`, `${Number(year) + 1}-01-01`];
  return { name, from: new Date(instantOf(from, 0, timeZone)), to: new Date(instantOf(to, 0, timeZone)) };
}

export function halfYearOf(instant: Date, timeZone: string): string {
  const [year, month] = officeDate(instant, timeZone).split('-');
  return `${year}-${Number(month) <= 6 ? 'I' : 'II'}`;
}

export function halfBefore(name: string): string {
  const [year, which] = name.split('-');
  return which === 'II' ? `${year}-I` : `${Number(year) - 1}-II`;
}

/** All half-years from one instant to another, the youngest first. */
export function halfYearsBetween(first: Date, last: Date, timeZone: string): HalfYear[] {
  const oldest = halfYearOf(first, timeZone);
  const all: HalfYear[] = [];
  for (let name = halfYearOf(last, timeZone); name >= oldest && all.length < mostHalves; name = halfBefore(name))
    all.push(halfYear(name, timeZone));
  return all;
}

/** Its six months, the first one first, each named `2026-08`. */
export function monthsOf({ name }: HalfYear, timeZone: string): HalfYear[] {
  const [year = '', which] = name.split('-');
  const first = which === 'I' ? 1 : 7;
  const begins = (month: number) =>
    month > 12 ? `${Number(year) + 1}-01-01` : `${year}-${String(month).padStart(2, '0')}-01`;
  return Array.from({ length: 6 }, (_, at) => ({
    name: begins(first + at).slice(0, 7),
    from: new Date(instantOf(begins(first + at), 0, timeZone)),
    to: new Date(instantOf(begins(first + at + 1), 0, timeZone)),
  }));
}

/** A hundred years: whatever a wrong clock has said. */
const mostHalves = 200;
