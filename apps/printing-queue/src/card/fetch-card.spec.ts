import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Response } from 'undici';
import { type AreaBook, loadAreas, parseRegion } from '#civil-registry';
import { FetchCard } from './fetch-card.js';

const region = parseRegion(readFileSync('infra/region/nunukan.json', 'utf8'));
let areas: AreaBook;
beforeAll(async () => {
  areas = await loadAreas({ villagesOf: [], historic: region.historicAreas });
});

const cardOf = (person: object) =>
  new FetchCard(
    () => Promise.resolve(Response.json(person)),
    { INTAKE_URL: 'http://intake.test' },
    region,
    areas,
  ).fetch('0198c0de-0000-7000-8000-0000000000a1', '2026-11-24');

describe('what a card shows', () => {
  // Domain 3.1: red for odd birth years, blue for even ones. A woman's day of birth counts from 41.
  it.each([
    { nik: '6503990101900001', photoBackground: 'blue', sex: 'LAKI-LAKI' },
    { nik: '6503994101910001', photoBackground: 'red', sex: 'PEREMPUAN' },
    { nik: '6503994101050001', photoBackground: 'red', sex: 'PEREMPUAN' },
    { nik: '6503990101080001', photoBackground: 'blue', sex: 'LAKI-LAKI' },
  ])('has the photo background $photoBackground for row %#', async ({ nik, photoBackground, sex }) => {
    const card = await cardOf({ nik, name: 'Warga Contoh', nationality: 'WNI', village: null, district: '650302' });
    expect(card).toMatchObject({ photoBackground, sex, name: 'WARGA CONTOH', district: 'NUNUKAN', village: null });
  });

  it('is empty where Loket holds nothing', async () => {
    expect(await cardOf({ nik: null, name: null, nationality: 'WNI' })).toMatchObject({
      nik: null,
      name: null,
      sex: null,
      village: null,
      district: null,
    });
  });
});
