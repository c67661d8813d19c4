import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listRequirements, type ServiceKind, serviceKindFacts, serviceKinds } from '#civil-registry';
import { waitFor } from '../../scripts/clerk.mjs';
import { familyCardJpeg } from '../../scripts/sample-documents.mjs';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

/** Every kind of request, from the first message to the card in its owner's hand, through all services. */
let on: WholeSystem;
beforeAll(async () => {
  on = await wholeSystem('every-kind', { env: { SUBMIT_QUIET_SECONDS: '3' } });
}, 180_000);
afterAll(() => on?.stop(), 60_000);

/** The words of a request line. */
const words: Readonly<Record<ServiceKind, string>> = {
  HILANG: 'HILANG',
  RUSAK: 'RUSAK',
  UBAH_DATA: 'UBAH DATA',
  PINDAH_DALAM_NKRI: 'PINDAH DATANG',
  PINDAH_DARI_LN: 'PINDAH DARI LUAR NEGERI',
  PINDAH_WNA: 'PINDAH WNA',
  PERPANJANG_WNA: 'PERPANJANG WNA',
  LUAR_DOMISILI: 'LUAR DOMISILI',
  BARU_WNI: 'KTP BARU',
  BARU_WNA: 'KTP BARU WNA',
  GANTI_FOTO: 'GANTI FOTO',
};

async function opens(kind: ServiceKind) {
  const { person, phone } = on.newCitizen();
  const line = `#KTP#${person.nik}#${person.familyCardNumber}#${person.name}#${person.village}#${person.district}`;
  await phone.says(`${line}#${words[kind]}`);
  if (kind === 'UBAH_DATA' || kind === 'PINDAH_DALAM_NKRI') {
    await phone.reads(/KK.*sudah memuat data yang baru/);
    await phone.says('sudah');
  }
  const ticket = ticketIn(await phone.reads(/\*L-/));
  const asked = listRequirements(kind).filter(({ when }) => when === null || kind === 'LUAR_DOMISILI');
  for (const { document, name } of asked)
    await phone.sends(await familyCardJpeg({ ...person, village: document }), 'image/jpeg', name);
  return { kind, phone, applicationId: await on.applicationOf(ticket) };
}

describe('every kind of request', () => {
  it('goes from the first message to the hand-over', async () => {
    const all = await Promise.all(serviceKinds.map(opens));
    const recorded = all.filter(({ kind }) => /in-person/.test(serviceKindFacts[kind].biometrics));
    expect(recorded.map(({ kind }) => kind).sort()).toEqual(['BARU_WNA', 'BARU_WNI', 'GANTI_FOTO']);
    await Promise.all(
      recorded.map(async ({ applicationId }) => {
        await on.reaches(applicationId, 'awaiting_recording', 90_000);
        await waitFor('the task to mirror the record', async () => {
          const { reviews } = (await on.clerk.get(
            `/api/document-validation/reviews?state=open&task=mirror-record&applicationId=${applicationId}`,
          )) as { reviews: unknown[] };
          return reviews.length > 0;
        });
        // A record on its way to the centre prints nothing; one that is print-ready does.
        const mirror = (status: string) =>
          on.clerk.post(`/api/document-validation/records/${applicationId}/status`, { status });
        await mirror('SENT_FOR_ENROLLMENT');
        expect(await on.stateOf(applicationId)).toBe('awaiting_recording');
        await mirror('PRINT_READY_RECORD');
      }),
    );
    await Promise.all(all.map(({ applicationId }) => on.reaches(applicationId, 'ready_for_pickup', 90_000)));
    for (const { applicationId, phone } of all) {
      await phone.reads(/siap.diambil/);
      await on.handOver(applicationId);
    }
    expect(await on.violations()).toEqual([]);
  }, 240_000);
});
