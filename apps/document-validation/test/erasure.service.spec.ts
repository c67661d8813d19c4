import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonalDataErased } from '#contracts';
import { eventually } from '#testing';
import { validationBench, type ValidationBench } from './validation-bench.js';

let bench: ValidationBench;
beforeAll(async () => {
  bench = await validationBench();
}, 60_000);
afterAll(() => bench?.close(), 30_000);

/** A request whose two files were read: one of its own, and one that another request came with too. */
async function checkedRequest(): Promise<{ mine: string; shared: string; applicationId: string }> {
  const [applicationId, other, mine, shared] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  for (const sha256 of [mine, shared])
    await bench.query("insert into document_reading (sha256, reader_version, reading) values ($1, 1, '{}')", [sha256]);
  for (const [sha256, id] of [
    [mine, applicationId],
    [shared, applicationId],
    [shared, other],
  ])
    await bench.query('insert into document_sight (sha256, application_id) values ($1, $2)', [sha256, id]);
  await bench.query(
    `insert into file_check (application_id, answers, findings, documents, caused_by)
     values ($1, 2, '[]', '[{"sha256": "a"}]', $2)`,
    [applicationId, randomUUID()],
  );
  await bench.query(
    `insert into register_answer (application_id, answers, way, result, elements, request_id, checked_at)
     values ($1, 3, 'primary', 'confirmed', '{"name": "match"}', $2, now())`,
    [applicationId, randomUUID()],
  );
  return { applicationId, mine, shared };
}

const readings = async (sha256s: readonly string[]) =>
  (await bench.query<{ sha256: string }>('select sha256 from document_reading where sha256 = any($1)', [sha256s])).map(
    (row) => row.sha256,
  );
const elements = async (id: string) =>
  (await bench.query<{ elements: object }>('select elements from register_answer where application_id = $1', [id]))[0]
    ?.elements;

describe('what was read of a person', () => {
  it('goes with their documents, but for a file that another request came with; with the particulars the answers go too', async () => {
    const { applicationId, mine, shared } = await checkedRequest();
    const said = { applicationId, because: 'retention', files: 2 } as const;
    await bench.say(PersonalDataErased, { ...said, what: 'documents' });
    await eventually(async () => (await readings([mine, shared])).length === 1, { what: 'the reading is gone' });
    expect(await readings([mine, shared])).toEqual([shared]);
    expect(await bench.query('select 1 from document_sight where application_id = $1', [applicationId])).toEqual([]);
    expect(await bench.query('select documents from file_check where application_id = $1', [applicationId])).toEqual([
      { documents: [] },
    ]);
    expect(await elements(applicationId)).toEqual({ name: 'match' });

    await bench.say(PersonalDataErased, { ...said, what: 'particulars', files: 0 });
    await eventually(async () => JSON.stringify(await elements(applicationId)) === '{}', {
      what: 'the answer is empty',
    });
    // What was decided stays.
    expect(await bench.query('select result from register_answer where application_id = $1', [applicationId])).toEqual([
      { result: 'confirmed' },
    ]);
  });
});
