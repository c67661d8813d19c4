import type { WeeklyHours } from '#civil-registry';

const days = [
  ['monday', 'Senin'],
  ['tuesday', 'Selasa'],
  ['wednesday', 'Rabu'],
  ['thursday', 'Kamis'],
  ['friday', 'Jumat'],
  ['saturday', 'Sabtu'],
  ['sunday', 'Minggu'],
] as const satisfies readonly (readonly [keyof WeeklyHours, string])[];

/**
 * Counter hours as citizens read them: `Senin–Kamis 08.00–12.00, 13.00–15.00; Jumat 08.00–11.00 WITA`. Null while the
 * office has confirmed none: what is not confirmed is not shown as a fact.
 */
export function counterHoursText(hours: WeeklyHours | null, zoneName: string): string | null {
  if (hours === null) return null;
  const groups: { first: string; last: string; text: string }[] = [];
  for (const [day, name] of days) {
    const text = hours[day].map(({ from, to }) => `${from}–${to}`.replaceAll(':', '.')).join(', ');
    const group = groups.at(-1);
    if (group?.text === text) group.last = name;
    else groups.push({ first: name, last: name, text });
  }
  const open = groups.filter(({ text }) => text !== '');
  if (open.length === 0) return null;
  return `${open.map(({ first, last, text }) => `${first === last ? first : `${first}–${last}`} ${text}`).join('; ')} ${zoneName}`;
}
