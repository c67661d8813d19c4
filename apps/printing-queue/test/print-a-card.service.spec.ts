import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationReadyToPrint,
  CardArrived,
  CardDispatched,
  CardHandedOver,
  PersonalDataErased,
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobCompleted,
  PrintJobOffered,
  PrintJobStarted,
} from '#contracts';
import { eventually } from '#testing';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let operator: string;
let clerk: string;

beforeAll(async () => {
  bench = await queueBench();
  operator = await bench.clerkToken(['print-operator']);
  clerk = await bench.clerkToken(['clerk'], undefined, 'clerk-2');
}, 90_000);
afterAll(() => bench?.close(), 30_000);

describe('an office without blanks', () => {
  it('defers a job once, and resumes and offers it when blanks come', async () => {
    const applicationId = await bench.announce();
    const deferred = await bench.heard(PrintingDeferred, (said) => said.applicationId === applicationId);
    expect(deferred.data).toMatchObject({ cause: 'blanks', office: 'nunukan', answers: 5 });
    const { jobId } = deferred.data;
    expect((await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {})).json).toMatchObject({
      status: 409,
      code: 'deferred',
    });
    const receipt = await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'b1', from: 1, to: 40 });
    expect(receipt).toMatchObject({ status: 201, json: { received: 40, known: 0, inStock: 40 } });
    await bench.heard(PrintingResumed, (said) => said.jobId === jobId && said.cause === 'blanks');
    await bench.heard(PrintJobOffered, (said) => said.jobId === jobId);
    expect(bench.allSaid().filter((one) => one.type === 'printing.deferred' && one.data.jobId === jobId)).toHaveLength(
      1,
    );
    // A box received twice is counted once.
    expect(
      (await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'B1', from: 1, to: 40 })).json,
    ).toMatchObject({ received: 0, inStock: 40 });
  });
});

describe('a job', () => {
  it('is claimed, begun, completed and handed over, each said once though asked twice', async () => {
    const { applicationId, jobId } = await bench.offered();
    const claim = await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    expect(claim.status).toBe(201);
    expect(claim.json).toMatchObject({
      attempt: 1,
      applicationId,
      card: {
        regency: 'KABUPATEN NUNUKAN',
        name: 'WARGA CONTOH',
        sex: 'PEREMPUAN',
        district: 'NUNUKAN',
        photoBackground: 'blue',
      },
    });
    const attempt = `/print-jobs/${jobId}/attempts/1`;
    const begun = await bench.call('POST', `${attempt}/begin`, 'nunukan-1', { serial: 'next' });
    expect(begun.status).toBe(200);
    const serial = String(begun.json.serial);
    expect((await bench.call('POST', `${attempt}/begin`, 'nunukan-1', { serial: 'next' })).json.serial).toBe(serial);
    expect((await bench.call('POST', `${attempt}/renew`, 'nunukan-1')).status).toBe(200);
    await bench.heard(PrintJobStarted, (said) => said.jobId === jobId);
    for (const outcome of ['moved', 'already']) {
      expect((await bench.call('POST', `${attempt}/complete`, 'nunukan-1', { serial })).json).toEqual({ outcome });
    }
    const completed = await bench.heard(PrintJobCompleted, (said) => said.jobId === jobId);
    expect(completed.data).toMatchObject({
      applicationId,
      answers: 5,
      stationId: 'nunukan-1',
      attempt: 1,
      pickupOffice: 'nunukan',
    });
    const waiting = await bench.call('GET', '/cards?office=nunukan&state=ready&limit=200', clerk);
    expect(waiting.json.cards).toContainEqual(expect.objectContaining({ jobId, state: 'ready' }));
    for (let twice = 0; twice < 2; twice += 1) {
      const given = await bench.call('POST', `/print-jobs/${jobId}/hand-over`, clerk, {
        collectedBy: 'family',
        familyCardSeen: true,
        oldCardTaken: false,
        note: 'diambil anaknya',
      });
      expect(given).toMatchObject({ status: 200, json: { state: 'handed_over' } });
    }
    await bench.heard(CardHandedOver, (said) => said.jobId === jobId && said.collectedBy === 'family');
    const other = await bench.call('POST', `/print-jobs/${jobId}/hand-over`, clerk, {
      collectedBy: 'self',
      oldCardTaken: false,
    });
    expect(other.json.code).toBe('already-handed-over');
    const said = bench
      .allSaid()
      .filter((one) => one.data.jobId === jobId)
      .map((one) => one.type);
    expect(said).toEqual(['print-job.offered', 'print-job.started', 'print-job.completed', 'card.handed-over']);
    const noteOf = () => bench.query<{ note: string | null }>('select note from card where job_id = $1', [jobId]);
    expect(await noteOf()).toEqual([{ note: 'diambil anaknya' }]);
    await bench.say(PersonalDataErased, {
      applicationId,
      what: 'particulars' as const,
      because: 'retention' as const,
      files: 0,
    });
    await eventually(async () => (await noteOf())[0]?.note === null, { what: 'the note of an erased person goes' });
  });

  it('goes to one of twenty stations that race for it', async () => {
    await bench.call('POST', '/stations/nunukan-2/blanks', operator, { serials: ['RACE-2'] });
    for (let at = 3; at <= 20; at += 1)
      await bench.call('POST', `/stations/nunukan-${at}/blanks`, operator, { serials: [`RACE-${at}`] });
    const { jobId } = await bench.offered();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => bench.call('POST', `/print-jobs/${jobId}/claims`, `nunukan-${at + 1}`, {})),
    );
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
    expect(answers.filter((one) => one.status === 409 && one.json.code === 'taken')).toHaveLength(19);
    expect(await bench.job(jobId)).toMatchObject({ state: 'claimed', attempt: 1 });
  });

  it('is told nothing and stays queued while intake is away', async () => {
    const { jobId } = await bench.offered();
    bench.intake.status = 503;
    const refused = await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    bench.intake.status = 200;
    expect(refused).toMatchObject({ status: 503, json: { code: 'particulars-unavailable' } });
    expect(await bench.job(jobId)).toMatchObject({ state: 'queued', attempt: 0 });
  });

  it('ends when its blank is spoiled; the next chapter gets a job and a blank of its own', async () => {
    const { applicationId, jobId } = await bench.offered();
    await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    const { json } = await bench.call('POST', `/print-jobs/${jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' });
    const spoiled = { serial: json.serial, reason: 'garis putih' };
    expect((await bench.call('POST', `/print-jobs/${jobId}/attempts/1/spoil`, 'nunukan-1', spoiled)).status).toBe(200);
    await bench.heard(PrintJobAbandoned, (said) => said.jobId === jobId && said.reason === 'spoiled');
    await bench.announce({ applicationId, sequence: 8 });
    const again = await bench.heard(
      PrintJobOffered,
      (said) => said.applicationId === applicationId && said.answers === 8,
    );
    await bench.call('POST', `/print-jobs/${again.data.jobId}/claims`, 'nunukan-1', {});
    const second = await bench.call('POST', `/print-jobs/${again.data.jobId}/attempts/1/begin`, 'nunukan-1', {
      serial: json.serial,
    });
    expect(second.json.code).toBe('blank-not-in-stock');
    expect(
      (await bench.call('POST', `/print-jobs/${again.data.jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' }))
        .status,
    ).toBe(200);
  });

  it('travels when it is collected elsewhere', async () => {
    const { jobId } = await bench.offered({ office: 'krayan', kind: 'RUSAK' });
    await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    const { json } = await bench.call('POST', `/print-jobs/${jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' });
    await bench.call('POST', `/print-jobs/${jobId}/attempts/1/complete`, 'nunukan-1', { serial: json.serial });
    await bench.heard(
      PrintJobCompleted,
      (said) => said.jobId === jobId && said.office === 'nunukan' && said.pickupOffice === 'krayan',
    );
    const early = await bench.call('POST', `/print-jobs/${jobId}/hand-over`, clerk, {
      collectedBy: 'self',
      oldCardTaken: true,
    });
    expect(early.json.code).toBe('card-not-here');
    const manifestId = randomUUID();
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await bench.call('POST', `/print-jobs/${jobId}/dispatch`, clerk, { manifestId })).json).toEqual({
        state: 'in_transit',
        manifestId,
      });
    }
    await bench.heard(CardDispatched, (said) => said.jobId === jobId && said.manifestId === manifestId);
    const inKrayan = await bench.clerkToken(['clerk'], 'krayan');
    const elsewhere = await bench.clerkToken(['clerk'], 'nunukan');
    expect((await bench.call('POST', `/print-jobs/${jobId}/arrival`, elsewhere)).json.code).toBe('other-office');
    expect((await bench.call('POST', `/print-jobs/${jobId}/arrival`, inKrayan)).status).toBe(200);
    expect((await bench.call('POST', `/print-jobs/${jobId}/arrival`, inKrayan)).status).toBe(200);
    await bench.heard(CardArrived, (said) => said.jobId === jobId);
    const withoutOld = await bench.call('POST', `/print-jobs/${jobId}/hand-over`, inKrayan, {
      collectedBy: 'self',
      oldCardTaken: false,
    });
    expect(withoutOld.json.code).toBe('old-card-needed');
    expect(
      (
        await bench.call('POST', `/print-jobs/${jobId}/hand-over`, inKrayan, {
          collectedBy: 'self',
          oldCardTaken: true,
        })
      ).status,
    ).toBe(200);
    expect(bench.allSaid().filter((one) => one.data.jobId === jobId && one.type === 'card.arrived')).toHaveLength(1);
  });
});

describe('an announcement', () => {
  it('makes one job though it comes twice, and none when a newer chapter is known', async () => {
    const applicationId = randomUUID();
    const data = {
      applicationId,
      sequence: 9,
      state: 'ready_to_print',
      kind: 'HILANG',
      channel: 'counter',
      district: '650399',
      office: 'nunukan',
    } as const;
    const id = await bench.say(ApplicationReadyToPrint, data);
    await bench.say(ApplicationReadyToPrint, data, { id });
    await bench.heard(PrintJobOffered, (said) => said.applicationId === applicationId);
    const older = await bench.say(ApplicationReadyToPrint, { ...data, sequence: 5 });
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [older])).length === 1,
    );
    const rows = await bench.query<{ answers: number; caused_by: string }>(
      'select answers, caused_by from print_job where application_id = $1',
      [applicationId],
    );
    expect(rows).toEqual([{ answers: 9, caused_by: id }]);
  });

  it('is parked when it would make a second card', async () => {
    const { applicationId } = await bench.offered();
    const facts = { kind: 'HILANG', channel: 'counter', district: '650399', office: 'nunukan' } as const;
    const id = await bench.say(ApplicationReadyToPrint, {
      applicationId,
      sequence: 9,
      state: 'ready_to_print' as const,
      ...facts,
    });
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.properties.headers).toMatchObject({ 'x-reason': 'permanent' });
  });
});

describe('the blanks', () => {
  it('sum to the piece', async () => {
    const { json } = await bench.call('GET', '/stations/nunukan-1/blanks', operator);
    const { counted, blanks, movements } = json as unknown as {
      counted: number;
      blanks: Record<string, number>;
      movements: Record<string, number>;
    };
    expect(counted).toBe((blanks.inStock ?? 0) + (blanks.reserved ?? 0));
    expect(movements.received).toBe(
      counted +
        (movements.used ?? 0) +
        (movements.spoiled ?? 0) +
        (movements.returned ?? 0) +
        (movements.corrected ?? 0),
    );
    expect(movements).toMatchObject({ received: 40, used: 2, spoiled: 1 });
    const wrong = await bench.call('POST', '/stations/nunukan-1/blank-counts', operator, { counted: counted - 1 });
    expect(wrong.json).toMatchObject({ code: 'count-differs', expected: counted });
    const right = await bench.call('POST', '/stations/nunukan-1/blank-counts', operator, {
      counted: counted - 1,
      missing: ['B1-00040'],
      note: 'tidak ada di kotak',
    });
    expect(right.json).toEqual({ counted: counted - 1 });
    const back = await bench.call('POST', '/stations/nunukan-1/blank-returns', operator, {
      serials: ['b1-00039'],
      note: 'dipinjam Tarakan',
    });
    expect(back.json).toEqual({ counted: counted - 2 });
    const uneven = await bench.query(
      `select s.station_id from station s where blanks_counted is distinct from coalesce((select sum(quantity) from blank_movement m where m.station_id = s.station_id), 0)
          or blanks_counted <> (select count(*) from blank b where b.station_id = s.station_id and b.state in ('in_stock', 'reserved'))`,
    );
    expect(uneven).toEqual([]);
  });
});

describe('every act', () => {
  const job = randomUUID();
  const ofStations: [string, string, unknown][] = [
    ['POST', `/print-jobs/${job}/claims`, {}],
    ['POST', `/print-jobs/${job}/attempts/1/begin`, { serial: 'next' }],
    ['POST', `/print-jobs/${job}/attempts/1/renew`, undefined],
    ['POST', `/print-jobs/${job}/attempts/1/complete`, { serial: 'B1-00001' }],
    ['POST', `/print-jobs/${job}/attempts/1/spoil`, { serial: 'B1-00001' }],
    ['POST', `/print-jobs/${job}/attempts/1/not-fed`, {}],
    ['GET', '/stations/me/claimable?limit=5', undefined],
    ['POST', '/stations/me/journal', { bootId: job, entries: [] }],
    ['POST', '/stations/me/heartbeat', { driver: 'pdf', printer: { state: 'ready' } }],
  ];
  const ofStaff: [string, string, unknown][] = [
    ['GET', '/print-jobs', undefined],
    ['GET', '/stations', undefined],
    ['GET', '/cards', undefined],
    ['GET', '/stations/nunukan-1/blanks', undefined],
    ['POST', '/stations/nunukan-1/blanks', { serials: ['X-1'] }],
    ['POST', '/stations/nunukan-1/blank-counts', { counted: 1 }],
    ['POST', '/stations/nunukan-1/blank-returns', { serials: ['X-1'], note: 'abc' }],
    ['POST', `/print-jobs/${job}/settlement`, { outcome: 'printed', note: 'abc' }],
    ['POST', `/print-jobs/${job}/hand-over`, { collectedBy: 'self', oldCardTaken: true }],
    ['POST', `/print-jobs/${job}/dispatch`, {}],
    ['POST', `/print-jobs/${job}/arrival`, undefined],
  ];

  it('wants its key or token', async () => {
    for (const [method, route, body] of [...ofStations, ...ofStaff]) {
      expect([route, (await bench.call(method, route, undefined, body)).status]).toEqual([route, 401]);
    }
    for (const [method, route, body] of ofStations) {
      expect([route, (await bench.call(method, route, 'a-key-that-nobody-was-given', body)).status]).toEqual([
        route,
        401,
      ]);
    }
  });

  it('wants the right role', async () => {
    const reviewer = await bench.clerkToken(['reviewer']);
    for (const [method, route, body] of ofStaff) {
      expect([route, (await bench.call(method, route, reviewer, body)).status]).toEqual([route, 403]);
    }
  });

  it('wants what its page describes', async () => {
    for (const [method, route, body] of [...ofStations, ...ofStaff].filter(([, , one]) => one !== undefined)) {
      const as = ofStations.some(([, one]) => one === route)
        ? 'nunukan-1'
        : route.includes('hand-over') || route.includes('dispatch')
          ? clerk
          : operator;
      const wrong =
        Object.keys(Object(body)).length === 0
          ? 'x'
          : Object.fromEntries(Object.keys(Object(body)).map((key) => [key, { no: 1 }]));
      expect([route, (await bench.call(method, route, as, wrong)).json.status]).toEqual([route, 400]);
    }
    expect((await bench.call('GET', '/print-jobs?cursor=nonsense', operator)).json.status).toBe(400);
    expect((await bench.call('POST', '/print-jobs/no-uuid/claims', 'nunukan-1', {})).json.status).toBe(400);
  });

  it('of a station is for its own office', async () => {
    const { jobId } = await bench.offered();
    expect((await bench.call('POST', `/print-jobs/${jobId}/claims`, 'krayan-1', {})).json).toMatchObject({
      status: 403,
      code: 'other-office',
    });
    expect((await bench.call('POST', `/print-jobs/${randomUUID()}/claims`, 'krayan-1', {})).json).toMatchObject({
      status: 404,
      code: 'print-job-not-found',
    });
  });
});
