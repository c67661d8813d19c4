import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wordsOf } from '../src/index-names.js';
import { type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let token: string;
beforeAll(async () => {
  work = await intakeAtWork();
  token = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Found {
  readonly by: string;
  readonly more: boolean;
  readonly applications: { applicationId: string; maskedName: string; maskedNik: string; ticket: string }[];
}

async function opened(name: string, office?: string) {
  const { nik, familyCard } = someone();
  const response = await work.ask('/applications', {
    method: 'POST',
    token: await work.bench.clerkToken(['clerk'], office ?? 'nunukan', 'clerk-1'),
    body: {
      kind: 'RUSAK',
      nik,
      familyCardNumber: familyCard,
      name,
      village: 'Binusan',
      district: '650302',
      ...(office && { pickupOffice: office }),
    },
  });
  const { applicationId, ticket } = (await response.json()) as { applicationId: string; ticket: string };
  return { applicationId, ticket, nik };
}
async function search(text: string, as = token): Promise<Found> {
  const answer = await work.ask('/applications/search', { method: 'POST', token: as, body: { text } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Found;
}
const ids = ({ applications }: Found) => applications.map(({ applicationId }) => applicationId);

describe('the search for requests', () => {
  it('finds by ticket, by NIK as people write it, and by words of a name in any order, masked', async () => {
    const one = await opened('Siti Nurhalizá Binti Amin');
    await opened('Siti Aminah');
    expect(ids(await search(one.ticket.toLowerCase()))).toEqual([one.applicationId]);
    const spaced = one.nik.replace(/(\d{4})(?=\d)/g, '$1 ');
    const byNik = await search(spaced);
    expect([byNik.by, ids(byNik)]).toEqual(['nik', [one.applicationId]]);
    expect(ids(await search('nurhaliza siti'))).toEqual([one.applicationId]);
    expect((await search('siti')).applications.length).toBeGreaterThanOrEqual(2);
    expect(ids(await search('siti rahma'))).toEqual([]);
    expect(JSON.stringify(byNik)).not.toContain(one.nik);
    expect(JSON.stringify(byNik).toUpperCase()).not.toContain('NURHALIZ');
  });

  it('finds a name that was changed by its new words alone, whoever changed it', async () => {
    const one = await opened('Baharuddin Lama');
    const other = await opened('Zulkarnaen Baru');
    await search('baharuddin');
    await work.bench.query(`update application set name_index = null where id = $1`, [one.applicationId]);
    expect(ids(await search('baharuddin'))).toEqual([one.applicationId]);
    const [row] = await work.bench.query<{ name_index: string[] | null }>(
      `update application set sealed_name = sealed_name || ' ' where id = $1 returning name_index`,
      [other.applicationId],
    );
    expect(row?.name_index).toBeNull();
    await work.bench.query(`update application set sealed_name = rtrim(sealed_name) where id = $1`, [
      other.applicationId,
    ]);
  });

  it('keeps one office’s requests from another’s clerks, and asks for more than two letters', async () => {
    const one = await opened('Rahmawati Nunukan');
    const krayan = await work.bench.clerkToken(['clerk'], 'krayan', 'clerk-2');
    expect(ids(await search('rahmawati', krayan))).toEqual([]);
    expect(ids(await search(one.nik, krayan))).toEqual([]);
    expect(ids(await search(one.ticket, krayan))).toEqual([]);
    expect(ids(await search('rahmawati', await work.bench.clerkToken(['reviewer'], 'krayan')))).toEqual([
      one.applicationId,
    ]);
    const short = await work.ask('/applications/search', { method: 'POST', token, body: { text: 'ab' } });
    expect(short.status).toBe(422);
  });

  it('compares names as people say them', () => {
    expect(wordsOf("H. Muh. Yusuf, S.Pd. al-'Ayyub")).toEqual(['MUH', 'YUSUF', 'PD', 'AL', 'AYYUB']);
  });
});
