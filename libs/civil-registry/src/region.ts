import { z } from 'zod';
import { calendarSettings, weeklyHours } from './calendar-settings.js';

const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'write a code in lower case with hyphens');
const districtCode = z.string().regex(/^[0-9]{6}$/, 'write a district as six digits without dots');

/** Days without a word of the citizen: when they are reminded, and when their request expires. */
const silence = z
  .object({ remindAfterDays: z.number().positive(), expireAfterDays: z.number().positive() })
  .strict()
  .refine(({ remindAfterDays, expireAfterDays }) => remindAfterDays < expireAfterDays, {
    path: ['remindAfterDays'],
    message: 'remind before the request expires',
  });

const printer = z
  .object({
    code: kebab,
    model: z.string(),
    /** Cards that the machine makes on a good working day. */
    cardsPerDay: z.int().positive(),
  })
  .strict();

const office = z
  .object({
    /** Stands in queue names and addresses; never change it once in use. */
    code: kebab,
    name: z.string().min(1),
    address: z.string(),
    /** The district it stands in. */
    district: districtCode,
    /** Districts whose people collect their cards here unless they choose otherwise. */
    serves: z.array(districtCode),
    /** Empty where cards are only handed over. */
    printers: z.array(printer),
    /** Counter hours as citizens are told them; null until the office has confirmed them. */
    counterHours: weeklyHours.nullable().default(null),
  })
  .strict();

const historicArea = z
  .object({
    code: z.string().regex(/^[0-9]{2}(\.[0-9]{2}){0,2}$/, 'write a code of two digits each, with dots'),
    name: z.string(),
    validUntil: z.iso.date().nullable(),
    source: z.string(),
    confidence: z.enum(['H', 'M', 'L']),
  })
  .strict();

/**
 * The region file: everything that belongs to one regency alone. Another regency is another file, never another branch
 * in the code. Settings without a confirmed value are null and are not shown to anybody.
 */
export const regionSettings = z
  .object({
    /** Kemendagri code with dot, e.g. `65.03`; not the one of BPS. */
    areaCode: z
      .string()
      .regex(
        /^[0-9]{2}\.[0-9]{2}$/,
        'write the regency as four digits with a dot, as the ministry of home affairs does',
      ),
    name: z.string().min(1),
    provinceName: z.string().min(1),
    agencyName: z.string().min(1),
    /** IANA name. */
    timeZone: z.string().refine(isTimeZone, 'is no time zone that this system knows'),
    /** What people call that zone: WIB, WITA, WIT. */
    timeZoneName: z.string(),
    offices: z.array(office).min(1),
    blankSpotDistricts: z.array(districtCode),
    /** How long a request waits for its citizen. A district's own setting counts before the one of blank spots. */
    silence: z
      .object({ everywhere: silence, blankSpots: silence, districts: z.record(districtCode, silence).default({}) })
      .strict()
      .default({
        everywhere: { remindAfterDays: 3, expireAfterDays: 14 },
        blankSpots: { remindAfterDays: 7, expireAfterDays: 30 },
        districts: {},
      }),
    /**
     * Days that each class of personal data is kept (UU 27/2022 art. 42 to 44). What the regency's archive schedule (JRA)
     * says goes here; no schedule is public, so these are proposals (domain 6.4).
     */
    retention: z
      .object({
        /** Pictures of documents, from the end of their request. An expired request can wake up for 90 days. */
        picturesDays: z.number().min(1).default(90),
        /** The files as they were sent, from the end of their request; the safe copies stay as long as pictures do. */
        originalsDays: z.number().min(0).default(7),
        /** An infected file, from when it was found. */
        quarantineDays: z.number().min(0).default(30),
        /** Who made a request, from its end: then it is a nameless row of the statistics. */
        particularsDays: z.number().min(1).default(1_825),
        /** Raw posts, texts, replies, the words of closed complaints. */
        messagesDays: z.number().min(1).default(90),
        /** Photos that never came to a request. */
        looseFilesDays: z.number().min(1).default(30),
        /** A citizen's number, from their last word. */
        contactDays: z.number().min(1).default(730),
      })
      .strict()
      .prefault({})
      .refine(({ picturesDays, particularsDays }) => picturesDays <= particularsDays, {
        path: ['picturesDays'],
        message: 'pictures are not kept longer than who they show',
      }),
    /** Codes that the region's residents still carry. */
    historicAreas: z.array(historicArea),
    districtAliases: z.record(districtCode, z.array(z.string().min(1))),
    calendar: calendarSettings,
    publicPromiseWorkingDays: z.int().positive(),
    internalTargetWorkingDays: z.int().positive(),
    whatsapp: z.object({ number: z.string().nullable(), hours: weeklyHours.nullable() }).strict(),
    /** How to complain, as one Indonesian sentence. */
    complaintChannel: z.string().min(1),
    /** Where citizens find pictures or films that show how to apply; none unless the office made some. */
    tutorialUrl: z
      .url({ protocol: /^https$/ })
      .nullable()
      .default(null),
  })
  .strict()
  .superRefine((region, context) => {
    const codes = region.offices.map((one) => one.code);
    if (new Set(codes).size !== codes.length) {
      context.addIssue({ code: 'custom', path: ['offices'], message: 'each office needs its own code' });
    }
    const served = region.offices.flatMap((one) => one.serves);
    const twice = served.find((district, index) => served.indexOf(district) !== index);
    if (twice !== undefined) {
      context.addIssue({ code: 'custom', path: ['offices'], message: `district ${twice} is served by two offices` });
    }
    if (!region.offices.some((one) => one.printers.length > 0)) {
      context.addIssue({ code: 'custom', path: ['offices'], message: 'no office has a printer' });
    }
  });

export type Region = z.infer<typeof regionSettings>;
export type Office = Region['offices'][number];
export type Silence = z.infer<typeof silence>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/**
 * Reads the text of a region file. The caller reads the file; this lib touches no disk.
 * @throws Error naming every wrong setting, one a line, in words for the operator
 */
export function parseRegion(text: string): Region {
  const result = regionSettings.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new Error(`the region file has mistakes:\n${z.prettifyError(result.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('the region file is no JSON', { cause });
  }
}

/** The first four digits of the NIKs of the region's own people, those of historic codes included. */
export function homePrefixes(region: Region): readonly string[] {
  return [region.areaCode, ...region.historicAreas.map((area) => area.code)].map((code) =>
    code.replaceAll('.', '').slice(0, 4),
  );
}

/** The office that serves a district; the first office of the file where none claims it. */
export function officeFor(districtCode6: string, region: Region): Office {
  const [first] = region.offices;
  const serving = region.offices.find((one) => one.serves.includes(districtCode6)) ?? first;
  if (serving === undefined) throw new Error('a region has at least one office');
  return serving;
}

/** How long a request of a district waits for its citizen: in blank spots people read their messages days later. */
export function silenceIn(districtCode6: string, region: Region): Silence {
  const { everywhere, blankSpots, districts } = region.silence;
  return districts[districtCode6] ?? (region.blankSpotDistricts.includes(districtCode6) ? blankSpots : everywhere);
}
