import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { INTERNAL_FETCH, type InternalFetch, ProblemError } from '#boot';
import { type AreaBook, readNik, type Region } from '#civil-registry';
import { logger } from '#observability';
import { CONFIG, type Config } from '../config.js';
import { REGION } from '../printing-office.js';

export const AREAS = Symbol('names of provinces, regencies and districts');

const log = logger('printing-queue');

const particulars = z.looseObject({
  nik: z.string().nullable(),
  name: z.string().nullable(),
  nationality: z.enum(['WNI', 'WNA']),
  village: z.string().nullish(),
  district: z.string().nullish(),
});

/** What is drawn on a card, as far as Loket holds it; null prints as a dash. The rest is in SIAK (domain 3.1). */
export const cardData = z.object({
  province: z.string(),
  regency: z.string(),
  nik: z.string().nullable(),
  name: z.string().nullable(),
  sex: z.enum(['LAKI-LAKI', 'PEREMPUAN']).nullable(),
  village: z.string().nullable(),
  district: z.string().nullable(),
  nationality: z.enum(['WNI', 'WNA']),
  /** Red for odd birth years, blue for even ones. */
  photoBackground: z.enum(['red', 'blue']),
});
export type CardData = z.infer<typeof cardData>;

/** Reads what a card shows from intake, which owns it. Nothing of it is kept here. */
@Injectable()
export class FetchCard {
  constructor(
    @Inject(INTERNAL_FETCH) private readonly internalFetch: InternalFetch,
    @Inject(CONFIG) private readonly config: Pick<Config, 'INTAKE_URL'>,
    @Inject(REGION) private readonly region: Region,
    @Inject(AREAS) private readonly areas: AreaBook,
  ) {}

  /** @throws ProblemError 503 `particulars-unavailable`: the station tries again later */
  async fetch(applicationId: string, today: string): Promise<CardData> {
    return this.cardOf(await this.particularsOf(applicationId), today);
  }

  private async particularsOf(applicationId: string): Promise<z.infer<typeof particulars>> {
    try {
      const url = new URL(`/internal/applications/${applicationId}/particulars`, this.config.INTAKE_URL);
      const answer = await this.internalFetch(url, { audience: 'intake' });
      if (!answer.ok) throw new Error(`intake answered ${answer.status}`);
      return particulars.parse(await answer.json());
    } catch (error) {
      log.warn(
        { applicationId, reason: error instanceof z.ZodError ? 'particulars of another shape' : String(error) },
        'no card data; the station tries later',
      );
      throw new ProblemError(
        503,
        'particulars-unavailable',
        'The card data cannot be read now',
        undefined,
        {},
        { 'Retry-After': '5' },
      );
    }
  }

  private cardOf(person: z.infer<typeof particulars>, today: string): CardData {
    const { provinceName, name: regencyName } = this.region;
    const nik = person.nik === null ? undefined : readNik(person.nik, { on: today, minimumAge: 17 });
    const year = nik?.ok ? Number((nik.birth ?? nik.birthCandidates[0] ?? '').slice(0, 4)) : 0;
    return {
      province: provinceName.toUpperCase(),
      regency: regencyName.toUpperCase(),
      nik: person.nik,
      name: person.name?.toUpperCase() ?? null,
      sex: nik?.ok ? (nik.sex === 'PEREMPUAN' ? 'PEREMPUAN' : 'LAKI-LAKI') : null,
      village: person.village?.toUpperCase() ?? null,
      district: this.districtName(person.district ?? null)?.toUpperCase() ?? null,
      nationality: person.nationality,
      photoBackground: year % 2 === 1 ? 'red' : 'blue',
    };
  }

  /** A code or a name may come; a code nobody knows is not printed. */
  private districtName(district: string | null): string | null {
    if (district === null || !/^\d{6}$/.test(district)) return district === 'unknown' ? null : district;
    return this.areas.district(district)?.name ?? null;
  }
}
