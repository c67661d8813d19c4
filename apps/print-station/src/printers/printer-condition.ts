/** How a printer is, in the words of the trade (domain 4.6). What a chip or a card is like is judged per card, not here. */
export type PrinterCondition =
  | 'ready'
  | 'printing'
  | 'ribbon-low'
  | 'ribbon-out'
  | 'film-low'
  | 'film-out'
  | 'card-hopper-empty'
  | 'card-jam'
  | 'cover-open'
  | 'head-overheat'
  | 'cleaning-due'
  | 'offline';

/** A supply of the printer: ribbon, film. `level` in percent; null when the printer does not say. */
export interface Marker {
  readonly name: string;
  readonly kind: 'ribbon' | 'film' | 'other';
  readonly level: number | null;
}

/** What keeps a card from being printed; everything else is a warning. */
const stops = new Set<PrinterCondition>([
  'ribbon-out',
  'film-out',
  'card-hopper-empty',
  'card-jam',
  'cover-open',
  'head-overheat',
  'offline',
]);

/** The keywords of IPP (RFC 8011 5.4.12, PWG 5100.9), without `-error`, `-warning`, `-report`. The worst first. */
const keywords: readonly (readonly [reason: RegExp, condition: PrinterCondition])[] = [
  [/^(shutdown|paused|moving-to-paused|connecting-to-device|timed-out|power-down|no-answer)$/, 'offline'],
  [/^media-jam$/, 'card-jam'],
  [/^(cover|door|interlock)-open$/, 'cover-open'],
  [/^(fuser-over-temp|printer-overheat)$/, 'head-overheat'],
  [/^(media-empty|media-needed|input-tray-missing)$/, 'card-hopper-empty'],
  [/^(marker-supply|toner|developer)-empty$/, 'ribbon-out'],
  [/^(marker-supply|toner|developer)-low$/, 'ribbon-low'],
  [/^cleaner-life-(almost-)?over$/, 'cleaning-due'],
];

/**
 * The worst condition that the printer's own words and the levels of its supplies tell, or undefined when nothing is amiss.
 * An empty supply counts although the printer itself has not noticed: a ribbon at 0 prints half a card.
 */
export function worstCondition(
  reasons: readonly string[],
  markers: readonly Marker[] = [],
): PrinterCondition | undefined {
  const plain = reasons.map((reason) => reason.replace(/-(error|warning|report)$/, ''));
  const told = keywords.flatMap(([pattern, condition]) => (plain.some((one) => pattern.test(one)) ? [condition] : []));
  const isFilmEmpty = markers.some((one) => one.kind === 'film' && one.level === 0);
  const isRibbonEmpty = markers.some((one) => one.kind !== 'film' && one.level === 0);
  // A printer says that a supply is empty, not which: its levels know.
  const all = told.map((one): PrinterCondition => {
    if (isRibbonEmpty || !markers.some((marker) => marker.kind === 'film' && (marker.level ?? 100) <= 10)) return one;
    return one === 'ribbon-out' ? 'film-out' : one === 'ribbon-low' ? 'film-low' : one;
  });
  if (isRibbonEmpty) all.push('ribbon-out');
  if (isFilmEmpty) all.push('film-out');
  return all.find((one) => stops.has(one)) ?? all[0];
}

export const isStopping = (condition: PrinterCondition | undefined) => condition !== undefined && stops.has(condition);

/** The supplies as IPP's parallel lists tell them; -1 to -3 mean unknown or "some is left" (RFC 3805). */
export function markersOf(printer: Readonly<Record<string, unknown>>): Marker[] {
  const levels = listOf(printer['marker-levels']);
  const [names, types] = [listOf(printer['marker-names']), listOf(printer['marker-types'])];
  return levels.map((level, at) => {
    const name = wordAt(names, at, `supply ${at + 1}`).slice(0, 64);
    const type = wordAt(types, at, '');
    const kind = /film/i.test(name) ? 'film' : /ribbon/i.test(`${name} ${type}`) ? 'ribbon' : 'other';
    return { name, kind, level: typeof level === 'number' && level >= 0 ? Math.min(level, 100) : null };
  });
}

function wordAt(words: readonly unknown[], at: number, otherwise: string): string {
  const word = words[at];
  return typeof word === 'string' ? word : otherwise;
}

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
