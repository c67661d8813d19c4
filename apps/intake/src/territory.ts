import { readFile } from 'node:fs/promises';
import {
  type AreaBook,
  bareCode,
  type District,
  homePrefixes,
  loadAreas,
  officeDate,
  officeFor,
  parseRegion,
  type Office,
  type Region,
  type Silence,
  silenceIn,
  workingCalendar,
  type WorkingCalendar,
} from '#civil-registry';
import { type AtHome, wordsOfHome } from './conversation/words-of-home.js';
import type { ParticularsContext } from './particulars/check-particulars.js';

/** The regency this system serves: its file, the country's areas, its working calendar. Loaded once, at start. */
export class Territory {
  readonly calendar: WorkingCalendar;
  readonly homePrefixes: readonly string[];
  readonly districts: readonly District[];
  /** A text as the router reads it here. */
  readonly atHome: AtHome;

  constructor(
    readonly region: Region,
    readonly areas: AreaBook,
  ) {
    this.calendar = workingCalendar(region.calendar, region.timeZone);
    this.homePrefixes = homePrefixes(region);
    this.districts = areas.districtsOf(bareCode(region.areaCode));
    this.atHome = wordsOfHome(region, this.districts);
  }

  /** The office's calendar day, ISO. */
  dayOf(at: Date): string {
    return officeDate(at, this.region.timeZone);
  }

  /** Where people of a district collect their cards. */
  officeFor(district: string): Office {
    return officeFor(district, this.region);
  }

  /** What a filled form is held against. */
  asContext(at: Date): ParticularsContext {
    return {
      on: this.dayOf(at),
      areas: this.areas,
      homePrefixes: this.homePrefixes,
      officeCode: (asked, district) => (asked ? this.office(asked) : this.officeFor(district))?.code,
    };
  }

  /** The office of those whom no request binds to one: the first of the file. */
  get mainOffice(): Office {
    const [main] = this.region.offices;
    if (!main) throw new Error('a region has at least one office');
    return main;
  }

  /** How long a request of a district waits for its citizen. */
  silenceIn(district: string): Silence {
    return silenceIn(district, this.region);
  }

  office(code: string): Office | undefined {
    return this.region.offices.find((office) => office.code === code);
  }
}

/**
 * Reads the region file and loads the areas it needs.
 * @throws Error in words for the operator
 */
export async function loadTerritory(file: string, areaCode?: string): Promise<Territory> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`the region file ${file} cannot be read; set REGION_FILE`, { cause });
  });
  const region = parseRegion(text);
  if (areaCode !== undefined && bareCode(areaCode) !== bareCode(region.areaCode)) {
    throw new Error(
      `AREA_CODE is ${areaCode}, but the region file is of ${region.areaCode}; give the file of the area`,
    );
  }
  return new Territory(region, await loadAreas({ villagesOf: [region.areaCode], historic: region.historicAreas }));
}
