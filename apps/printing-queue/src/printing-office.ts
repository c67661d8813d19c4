import type { Region } from '#civil-registry';

/** The region file, for whoever needs offices and names. */
export const REGION = Symbol('the region');

/**
 * Where the card of a pick-up office is printed: there if it has a printer, else at the first office of the file that
 * has one. The region file is refused when no office has.
 */
export function printingOfficeFor(pickupOffice: string, region: Region): string {
  const printing = region.offices.filter((office) => office.printers.length > 0);
  const own = printing.find((office) => office.code === pickupOffice) ?? printing[0];
  if (!own) throw new Error('a region has at least one printer');
  return own.code;
}
