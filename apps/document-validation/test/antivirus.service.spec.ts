import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ApplicationSubmitted, DocumentsComplete, DocumentsIncomplete } from '#contracts';
import { eventually } from '#testing';
import { type ClamdDouble, clamdDouble, testPattern } from './clamd-double.js';
import { photo } from './sample-files.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

let double: ClamdDouble;
let bench: ValidationBench;
beforeAll(async () => {
  double = await clamdDouble();
  bench = await validationBench({ ANTIVIRUS_URL: double.url, ANTIVIRUS_SECONDS: '5' });
}, 60_000);
afterAll(async () => {
  await bench?.close();
  await double?.close();
});

const submit = (id: string) => bench.say(ApplicationSubmitted, bench.announcement(id, 1, 'submitted'));
const complete = (id: string) => bench.heard(DocumentsComplete, (data) => data.applicationId === id);
const incomplete = (id: string) => bench.heard(DocumentsIncomplete, (data) => data.applicationId === id);
const metrics = async () => (await fetch(`${bench.service.url}/metrics`)).text();

describe('with an antivirus', () => {
  it('an infected file is a finding and is locked away, never opened and never drawn', async () => {
    const [infected, fine] = [randomUUID(), randomUUID()];
    const id = bench.know({
      kind: 'HILANG',
      documents: [
        {
          claimedAs: 'KK',
          documentId: infected,
          bytes: Buffer.concat([await photo({ format: 'jpeg' }), testPattern]),
        },
        { claimedAs: 'SURAT_KEHILANGAN', documentId: fine, bytes: await photo({ format: 'png' }) },
      ],
    });
    await submit(id);
    expect((await incomplete(id)).data.findings).toEqual([
      { document: 'KK', defect: 'infected', documentId: infected },
    ]);
    expect([...bench.quarantined]).toEqual([infected]);
    expect(bench.copies.get(infected)).toBeUndefined();
    expect(bench.copies.get(fine)).toHaveLength(1);
    // An antivirus learns: what was infected is asked about again, and nothing is kept of it.
    const rows = await bench.query("select 1 from document_reading where reading->>'defect' = 'infected'", []);
    expect(rows).toEqual([]);
    expect(await metrics()).toMatch(/loket_antivirus_scans_total\{[^}]*outcome="infected"[^}]*\} 1/);
  });

  it('that is away nobody is told of anything: the file waits, unrejected and uncounted, and goes on by itself', async () => {
    await double.goAway();
    const id = bench.know({
      documents: [
        { claimedAs: 'KK', bytes: await photo({ format: 'jpeg', width: 1000 }) },
        { claimedAs: 'SURAT_KEHILANGAN', bytes: await photo({ format: 'jpeg', width: 1100 }) },
      ],
    });
    const eventId = await submit(id);
    await eventually(async () => /loket_antivirus_away\{[^}]*\} 1/.test(await metrics()));
    expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('documents.'))).toEqual([]);
    await double.comeBack();
    expect((await complete(id)).data).toEqual({ applicationId: id, answers: 1 });
    expect(await metrics()).toMatch(/loket_antivirus_away\{[^}]*\} 0/);
    expect(bench.parked().some((message) => message.properties.messageId === eventId)).toBe(false);
    expect(await metrics()).not.toMatch(/loket_messages_retried_total\{[^}]*why="retried"[^}]*\} [1-9]/);
  });
});
