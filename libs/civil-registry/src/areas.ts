/** A district (kecamatan). `code` is six digits without dots, as in a NIK. */
export interface District {
  readonly code: string;
  readonly name: string;
  /** Four digits. */
  readonly regencyCode: string;
}

/** A village (desa or kelurahan). `code` is ten digits without dots. */
export interface Village {
  readonly code: string;
  readonly name: string;
  readonly districtCode: string;
}

/** A code that was once in force; six digits or a prefix of them. The numbers that carry it stay valid for life. */
export interface HistoricArea {
  readonly code: string;
  readonly name: string;
  readonly validUntil: string | null;
  readonly source: string;
  readonly confidence: 'H' | 'M' | 'L';
}

/** Where a six-digit code stands. `unknown`: the province exists, the district does not. */
export type Standing = 'current' | 'historic' | 'unknown' | 'unknown-province';

/** Names and codes of Indonesia's areas (Kemendagri codes, never those of BPS). All codes are digits without dots. */
export interface AreaBook {
  provinceName(code2: string): string | undefined;
  regencyName(code4: string): string | undefined;
  district(code6: string): District | undefined;
  /** In the order of their codes. */
  districtsOf(code4: string): readonly District[];
  /** Empty when the villages of that regency were not loaded. */
  villagesOf(code6: string): readonly Village[];
  standingOf(code6: string): Standing;
}

interface CodeAndName {
  readonly code: string;
  readonly name: string;
}

/** The rows of an area book, codes with or without dots. */
export interface AreaRows {
  readonly provinces: readonly CodeAndName[];
  readonly regencies: readonly CodeAndName[];
  readonly districts: readonly CodeAndName[];
  readonly villages: readonly CodeAndName[];
  readonly historic: readonly HistoricArea[];
}

/** Strips the dots of an official code: `65.03.02` becomes `650302`. */
export function bareCode(code: string): string {
  return code.replaceAll('.', '');
}

/** Builds the book from rows; pure, so that a test can bring a small country of its own. */
export function areaBook(rows: AreaRows): AreaBook {
  const provinces = new Map(rows.provinces.map((row) => [bareCode(row.code), row.name]));
  const regencies = new Map(rows.regencies.map((row) => [bareCode(row.code), row.name]));
  const districts = new Map<string, District>();
  const districtsByRegency = new Map<string, District[]>();
  const villagesByDistrict = new Map<string, Village[]>();

  for (const row of rows.districts) {
    const code = bareCode(row.code);
    const district: District = { code, name: row.name, regencyCode: code.slice(0, 4) };
    districts.set(code, district);
    listIn(districtsByRegency, district.regencyCode).push(district);
  }
  for (const row of rows.villages) {
    const code = bareCode(row.code);
    const village: Village = { code, name: row.name, districtCode: code.slice(0, 6) };
    listIn(villagesByDistrict, village.districtCode).push(village);
  }

  return {
    provinceName: (code2) => provinces.get(code2),
    regencyName: (code4) => regencies.get(code4),
    district: (code6) => districts.get(code6),
    districtsOf: (code4) => districtsByRegency.get(code4) ?? [],
    villagesOf: (code6) => villagesByDistrict.get(code6) ?? [],
    standingOf: (code6) => {
      if (districts.has(code6)) return 'current';
      if (rows.historic.some((area) => code6.startsWith(bareCode(area.code)))) return 'historic';
      return provinces.has(code6.slice(0, 2)) ? 'unknown' : 'unknown-province';
    },
  };
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const found = lists.get(key);
  if (found !== undefined) return found;
  const fresh: T[] = [];
  lists.set(key, fresh);
  return fresh;
}

/**
 * Loads the country's areas (idn-area-data, Kepmendagri 300.2.2-2138/2025; ODbL). Call once at start-up.
 * Villages are kept for the given regencies only: all 83,762 of them would be dead weight in every service.
 * @param villagesOf four-digit regency codes, with or without dot
 */
export async function loadAreas(options: {
  villagesOf: readonly string[];
  historic: readonly HistoricArea[];
}): Promise<AreaBook> {
  const data = await import('idn-area-data');
  const wanted = options.villagesOf.map(bareCode);
  const [provinces, regencies, districts, villages] = await Promise.all([
    data.getProvinces(),
    data.getRegencies(),
    data.getDistricts(),
    wanted.length > 0 ? data.getVillages() : [],
  ]);
  return areaBook({
    provinces,
    regencies,
    districts,
    villages: villages.filter((village) => wanted.includes(bareCode(village.code).slice(0, 4))),
    historic: options.historic,
  });
}
