/**
 * How a printer is, in the words of the field (domain 4.6): what its own words and states mean to the office. The vendor's
 * words are not known beforehand, so an office adds them by a setting as it meets them.
 */
export const printerConditions = [
  'READY',
  'PRINTING',
  'RIBBON_LOW',
  'RIBBON_OUT',
  'FILM_LOW',
  'FILM_OUT',
  'CARD_HOPPER_EMPTY',
  'CARD_JAM',
  'COVER_OPEN',
  'HEAD_OVERHEAT',
  'CLEANING_DUE',
  'CHIP_WRITE_FAILED',
  'VERIFY_FAILED',
  'OFFLINE',
  'POWER_LOSS',
] as const;
export type PrinterCondition = (typeof printerConditions)[number];
export type PrinterWords = Readonly<Record<string, PrinterCondition>>;

/** IPP `printer-state-reasons` (RFC 8011 5.4.12, PWG 5100.9), without their `-error`, `-warning`, `-report`. */
const ippWords: PrinterWords = {
  'media-empty': 'CARD_HOPPER_EMPTY',
  'media-needed': 'CARD_HOPPER_EMPTY',
  'input-tray-missing': 'CARD_HOPPER_EMPTY',
  'media-jam': 'CARD_JAM',
  'cover-open': 'COVER_OPEN',
  'door-open': 'COVER_OPEN',
  'interlock-open': 'COVER_OPEN',
  'marker-supply-low': 'RIBBON_LOW',
  'marker-supply-empty': 'RIBBON_OUT',
  'toner-low': 'RIBBON_LOW',
  'toner-empty': 'RIBBON_OUT',
  'ribbon-low': 'RIBBON_LOW',
  'ribbon-out': 'RIBBON_OUT',
  'film-low': 'FILM_LOW',
  'film-out': 'FILM_OUT',
  'fuser-over-temp': 'HEAD_OVERHEAT',
  'head-overheat': 'HEAD_OVERHEAT',
  'cleaner-life-over': 'CLEANING_DUE',
  'cleaning-due': 'CLEANING_DUE',
  'chip-write-failed': 'CHIP_WRITE_FAILED',
  'verify-failed': 'VERIFY_FAILED',
  'power-loss': 'POWER_LOSS',
  'timed-out': 'OFFLINE',
  shutdown: 'OFFLINE',
};

/** @returns each condition once, in the order of the field's list; a word that nobody has mapped says nothing */
export function conditionsOf(
  state: 'ready' | 'printing' | 'stopped' | 'offline',
  reasons: readonly string[],
  ownWords: PrinterWords = {},
): PrinterCondition[] {
  const words: PrinterWords = { ...ippWords, ...ownWords };
  const found = new Set<PrinterCondition>();
  for (const reason of reasons) {
    const plain = reason.replace(/-(error|warning|report)$/, '');
    const meant = words[reason] ?? words[plain];
    if (meant) found.add(meant);
  }
  if (state === 'offline') found.add('OFFLINE');
  if (state === 'ready') found.add('READY');
  if (state === 'printing') found.add('PRINTING');
  return printerConditions.filter((one) => found.has(one));
}
