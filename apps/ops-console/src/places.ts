import { readFile } from 'node:fs/promises';
import { bareCode, loadAreas, parseRegion, workingCalendar, type WorkingCalendar } from '#civil-registry';

/** The offices and districts that forms offer. */
export interface Places {
  readonly agency: string;
  readonly timeZoneName: string;
  /** IANA name, and the hours that reports reckon with: the region file's. */
  readonly timeZone: string;
  readonly calendar: WorkingCalendar;
  readonly offices: readonly { readonly code: string; readonly name: string }[];
  readonly districts: readonly { readonly code: string; readonly name: string }[];
}

/** Injects {@link Places}. */
export const PLACES = Symbol('offices and districts');

/** @throws Error in words for the operator */
export async function loadPlaces(file: string): Promise<Places> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`the region file ${file} cannot be read; set REGION_FILE`, { cause });
  });
  const region = parseRegion(text);
  const areas = await loadAreas({ villagesOf: [], historic: region.historicAreas });
  return {
    agency: region.agencyName,
    timeZoneName: region.timeZoneName,
    timeZone: region.timeZone,
    calendar: workingCalendar(region.calendar, region.timeZone),
    offices: region.offices.map(({ code, name }) => ({ code, name })),
    districts: areas.districtsOf(bareCode(region.areaCode)).map(({ code, name }) => ({ code: bareCode(code), name })),
  };
}
