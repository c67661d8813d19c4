import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { enrolDevice } from '../../apps/intake/test/officer-device.js';
import { damagedCardJpeg, familyCardJpeg } from '../../scripts/sample-documents.mjs';
import { wholeSystem, type WholeSystem } from './whole-system.js';

let on: WholeSystem;
beforeAll(async () => {
  on = await wholeSystem('village');
}, 180_000);
afterAll(() => on?.stop(), 60_000);

interface Imported {
  readonly isRepeated: boolean;
  readonly results: { readonly outcome: string; readonly applicationId: string; readonly ticket: string }[];
}

it('a village officer’s bundle comes on a stick, its card is printed, and officers take it along on a visit', async () => {
  const { clerk, system } = on;
  const page = await fetch(`${system.urls.intake}/petugas/`);
  expect(await page.text()).toContain('Loket Petugas Desa');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");

  const district = '650302';
  const registered = { officer: 'pak-desa', label: 'HP desa', district };
  const { code } = (await clerk.post('/api/intake/officer-devices', registered)) as { code: string };
  const device = await enrolDevice(system.urls.intake, code);
  const { person } = on.newCitizen();
  const bundle = await device.pack([
    {
      takenAt: '2026-11-20T02:00:00.000Z',
      particulars: {
        ...{ kind: 'RUSAK', nik: person.nik, familyCardNumber: person.familyCardNumber, name: person.name },
        ...{ village: person.village, district },
      },
      documents: [
        { as: 'KTP_LAMA', bytes: new Uint8Array(await damagedCardJpeg(person)) },
        { as: 'KK', bytes: new Uint8Array(await familyCardJpeg(person)) },
      ],
    },
  ]);
  const bring = async () =>
    (await clerk.upload('/api/intake/bundles', Buffer.from(bundle), 'application/vnd.loket.bundle')) as Imported;
  const imports = [await bring(), await bring(), await bring()];
  expect(imports.map(({ isRepeated }) => isRepeated)).toEqual([false, true, true]);
  expect(new Set(imports.map(({ results: [one] }) => one?.ticket)).size).toBe(1);
  const applicationId = imports[0]?.results[0]?.applicationId ?? '';
  await on.reaches(applicationId, 'ready_for_pickup', 120_000);

  const plan = { district, from: '2026-12-07', to: '2026-12-08', team: ['perekam-1'] };
  const visit = (await clerk.post('/api/intake/recording-visits', plan)) as { visitId: string; toHandOver: number };
  expect(visit.toHandOver).toBe(1);
  const given = { result: 'handed-over', collectedBy: 'self', oldCardTaken: true, at: '2026-12-07T03:00:00.000Z' };
  const reported = { results: [{ applicationId, ...given }] };
  for (let times = 0; times < 2; times += 1) {
    await clerk.post(`/api/intake/recording-visits/${visit.visitId}/results`, reported);
  }
  await on.reaches(applicationId, 'handed_over');
  const closed: unknown = await clerk.post(`/api/intake/recording-visits/${visit.visitId}/closing`);
  expect(closed).toEqual({ recorded: 0, notRecorded: 0, handedOver: 1, notCollected: 0 });
  expect(await on.violations()).toEqual([]);
}, 240_000);
