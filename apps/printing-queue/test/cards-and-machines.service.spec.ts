import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CardArrived,
  CardDispatched,
  CardHandedOver,
  CardMissed,
  CardUncollected,
  MaintenanceDue,
  MaintenanceOverdue,
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  VisitCardHandedOver,
} from '#contracts';
import { eventually } from '#testing';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let operator: string;
let head: string;
let nunukan: string;
let krayan: string;

beforeAll(async () => {
  bench = await queueBench(60, {
    PRINT_LOOK_OVER_SECONDS: '0.1',
    PRINT_QUALITY_CHECK: 'required',
    UNCOLLECTED_AFTER_DAYS: '14',
    UNCOLLECTED_REMINDERS: '2',
  });
  operator = await bench.clerkToken(['print-operator']);
  head = await bench.clerkToken(['head'], undefined, 'head-1');
  nunukan = await bench.clerkToken(['clerk'], 'nunukan', 'clerk-n');
  krayan = await bench.clerkToken(['clerk'], 'krayan', 'clerk-k');
  await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'N1', from: 1, to: 60 });
}, 90_000);
afterAll(() => bench?.close(), 30_000);

const good = { data: true, photo: true, chip: true };
async function begun(facts?: { office?: string; kind?: 'HILANG' | 'RUSAK' }) {
  const job = await bench.offered(facts);
  await bench.call('POST', `/print-jobs/${job.jobId}/claims`, 'nunukan-1', {});
  const { json } = await bench.call('POST', `/print-jobs/${job.jobId}/attempts/1/begin`, 'nunukan-1', {
    serial: 'next',
  });
  return { ...job, serial: String(json.serial) };
}
const complete = (jobId: string, body: object) =>
  bench.call('POST', `/print-jobs/${jobId}/attempts/1/complete`, 'nunukan-1', body);
async function printed(facts?: { office?: string; kind?: 'HILANG' | 'RUSAK' }) {
  const job = await begun(facts);
  expect((await complete(job.jobId, { serial: job.serial, quality: good })).status).toBe(200);
  return job;
}

describe('the quality check', () => {
  it('comes before a card is complete, and a bad card is spoiled, not complete', async () => {
    const { jobId, serial } = await begun();
    expect((await complete(jobId, { serial })).json.code).toBe('quality-needed');
    expect((await complete(jobId, { serial, quality: { ...good, chip: false } })).json.code).toBe('quality-failed');
    expect((await complete(jobId, { serial, quality: good })).json).toEqual({ outcome: 'moved' });
    expect(
      await bench.query('select data_ok, photo_ok, chip_ok from quality_check where job_id = $1', [jobId]),
    ).toEqual([{ data_ok: true, photo_ok: true, chip_ok: true }]);
  });
});

describe('a card that was handed over on a visit', () => {
  const on = { visitId: randomUUID(), at: '2026-11-20T03:00:00.000Z' };
  it('is handed over once, however often it is told', async () => {
    const { jobId, applicationId } = await printed({ kind: 'RUSAK' });
    const told = { ...on, applicationId, collectedBy: 'proxy', oldCardTaken: true } as const;
    const heard = [await bench.say(VisitCardHandedOver, told), await bench.say(VisitCardHandedOver, told)];
    await bench.heard(CardHandedOver, (data) => data.jobId === jobId);
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = any($1)', [heard])).length === 2,
    );
    expect(
      bench.allSaid().filter(({ type, subject }) => type === 'card.handed-over' && subject === jobId),
    ).toHaveLength(1);
    expect(await bench.query('select state, handed_over_by from card where job_id = $1', [jobId])).toEqual([
      { state: 'handed_over', handed_over_by: `visit:${on.visitId}` },
    ]);
  });

  it('is a person’s to find out where the counter tells it otherwise', async () => {
    const { jobId, applicationId } = await printed({ kind: 'RUSAK' });
    const given = { collectedBy: 'self', oldCardTaken: true };
    expect((await bench.call('POST', `/print-jobs/${jobId}/hand-over`, nunukan, given)).status).toBe(200);
    const told = { ...on, applicationId, collectedBy: 'family', oldCardTaken: true } as const;
    await bench.say(VisitCardHandedOver, told);
    await eventually(() => bench.parked().length > 0);
    expect(await bench.query('select collected_by from card where job_id = $1', [jobId])).toEqual([
      { collected_by: 'self' },
    ]);
  });
});

describe('a manifest to Krayan', () => {
  it('takes cards along, is ticked off there, and what does not come is settled by persons', async () => {
    const cards = [];
    for (let at = 0; at < 3; at += 1) cards.push((await printed({ office: 'krayan' })).jobId);
    const [came, late, lost] = cards as [string, string, string];
    const sending = {
      fromOffice: 'nunukan',
      toOffice: 'krayan',
      carrier: 'pesawat perintis',
      leavesOn: '2026-11-25',
      jobIds: cards,
    };
    expect((await bench.call('POST', '/manifests', krayan, sending)).status).toBe(403);
    const home = await printed();
    expect(
      (await bench.call('POST', '/manifests', nunukan, { ...sending, jobIds: [came, home.jobId] })).json.code,
    ).toBe('card-not-to-dispatch');
    const sent = await bench.call('POST', '/manifests', nunukan, sending);
    expect(sent).toMatchObject({ status: 201, json: { cards: 3 } });
    const id = String(sent.json.manifestId);
    await bench.heard(CardDispatched, (said) => said.jobId === lost && said.manifestId === id);
    const shown = await bench.call('GET', `/manifests/${id}`, krayan);
    expect(shown.json).toMatchObject({ carrier: 'pesawat perintis', leavesOn: '2026-11-25', cards: 3, inTransit: 3 });
    expect((await bench.call('GET', '/manifests?toOffice=krayan', krayan)).json.manifests).toHaveLength(1);
    const ticked = { arrived: [came], missing: [late, lost] };
    expect((await bench.call('POST', `/manifests/${id}/arrival`, nunukan, ticked)).status).toBe(403);
    for (const expected of [
      { arrived: 1, missing: 2 },
      { arrived: 0, missing: 0 },
    ])
      expect((await bench.call('POST', `/manifests/${id}/arrival`, krayan, ticked)).json).toEqual(expected);
    await bench.heard(CardArrived, (said) => said.jobId === came);
    await bench.heard(CardMissed, (said) => said.jobId === lost);
    const missing = await bench.call('GET', '/cards?state=missing&office=krayan', krayan);
    expect(missing.json.cards).toHaveLength(2);
    const settle = (jobId: string, outcome: string) =>
      bench.call('POST', `/print-jobs/${jobId}/missing-settlement`, krayan, { outcome, note: 'ditanyakan ke bandara' });
    expect((await settle(late, 'found')).json).toEqual({ state: 'ready' });
    await bench.heard(CardArrived, (said) => said.jobId === late);
    const asked = await settle(lost, 'lost');
    expect(asked.json.state).toBe('awaiting-approval');
    const decision = { decision: 'approve', note: 'sudah dicari' };
    await bench.call('POST', `/approvals/${String(asked.json.approvalId)}/decision`, head, decision);
    await bench.heard(PrintJobAbandoned, (said) => said.jobId === lost && said.reason === 'voided');
    // It turns up after all, when another card is being made: it is destroyed, not handed over.
    expect((await bench.call('POST', `/print-jobs/${lost}/arrival`, krayan)).json.code).toBe('card-void');
    const transit = await bench.call('GET', '/reports/transit?from=2026-01-01&to=2099-01-01', head);
    expect(transit.json.routes).toEqual([
      expect.objectContaining({ fromOffice: 'nunukan', toOffice: 'krayan', cards: 2 }),
    ]);
  });
});

describe('a card that lies ready', () => {
  it('has its slip, as intake draws it', async () => {
    const { jobId } = await printed({ kind: 'RUSAK' });
    const answer = await fetch(`${bench.running.url}/print-jobs/${jobId}/slip`, {
      headers: { authorization: `Bearer ${nunukan}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.toString()).toBe('%PDF-1.4 a slip');
    bench.intake.status = 503;
    expect((await bench.call('GET', `/print-jobs/${jobId}/slip`, nunukan)).json.code).toBe('slip-unavailable');
    bench.intake.status = 200;
    expect((await bench.call('GET', `/print-jobs/${jobId}/slip`, krayan)).status).toBe(403);
    expect((await bench.call('GET', `/print-jobs/${randomUUID()}/slip`, nunukan)).json.code).toBe('card-not-found');
  });

  it('goes to a proxy against the letter F-1.07 alone', async () => {
    const { jobId } = await printed();
    const give = (body: object) =>
      bench.call('POST', `/print-jobs/${jobId}/hand-over`, nunukan, {
        collectedBy: 'proxy',
        oldCardTaken: false,
        ...body,
      });
    expect((await give({})).json.code).toBe('letter-needed');
    expect((await give({ authorityLetter: 'F-1.07/23-11-2026', acknowledgedBy: 'signature' })).status).toBe(200);
    expect(await bench.query('select acknowledged_by, authority_letter from card where job_id = $1', [jobId])).toEqual([
      { acknowledged_by: 'signature', authority_letter: 'F-1.07/23-11-2026' },
    ]);
  });

  it('goes to a relative against a look at the family card, which is written down', async () => {
    const { jobId } = await printed();
    const give = (body: object) =>
      bench.call('POST', `/print-jobs/${jobId}/hand-over`, nunukan, {
        ...{ collectedBy: 'family', oldCardTaken: false },
        ...body,
      });
    expect((await give({})).json.code).toBe('family-card-needed');
    expect((await give({ familyCardSeen: false })).json.code).toBe('family-card-needed');
    expect((await give({ familyCardSeen: true })).status).toBe(200);
    expect(await bench.query('select collected_by, family_card_seen from card where job_id = $1', [jobId])).toEqual([
      { collected_by: 'family', family_card_seen: true },
    ]);
  });

  it('for weeks is said so twice and no more, and stands on the counter’s list', async () => {
    const { jobId } = await printed();
    await bench.query("update card set printed_at = now() - interval '60 days' where job_id = $1", [jobId]);
    const said = await bench.heard(CardUncollected, (data) => data.jobId === jobId && data.reminder === 2);
    expect(said.data.days).toBe(60);
    const listed = await bench.call('GET', '/cards?office=nunukan&uncollected=true', nunukan);
    expect((listed.json.cards as { jobId: string }[]).map((one) => one.jobId)).toEqual([jobId]);
    await eventually(async () => {
      const [row] = await bench.query<{ reminders: number }>('select reminders from card where job_id = $1', [jobId]);
      return row?.reminders === 2;
    });
  });
});

describe('a machine', () => {
  it('wants its cleaning by its cards, is told once, and is content when it was cleaned', async () => {
    const made = await bench.call('POST', '/assets', operator, {
      office: 'nunukan',
      sort: 'printer',
      label: 'Fargo HDP5000',
      stationId: 'nunukan-1',
      cleaningEveryCards: 2,
      serviceEveryDays: 180,
    });
    expect(made.status).toBe(201);
    const assetId = String(made.json.assetId);
    await printed();
    await printed();
    await bench.heard(MaintenanceDue, (said) => said.assetId === assetId && said.task === 'cleaning');
    await printed();
    await bench.heard(MaintenanceOverdue, (said) => said.assetId === assetId && said.task === 'cleaning');
    const entry = (body: object) => bench.call('POST', `/assets/${assetId}/entries`, operator, body);
    expect((await entry({ kind: 'cleaning', note: 'rol dan kepala' })).status).toBe(201);
    expect((await entry({ kind: 'repair', note: 'apa' })).json.code).toBe('no-fault-open');
    expect((await entry({ kind: 'fault', note: 'kartu macet' })).status).toBe(201);
    expect((await entry({ kind: 'fault', note: 'kartu macet' })).json.code).toBe('fault-open');
    const listed = async () =>
      ((await bench.call('GET', '/assets?office=nunukan', operator)).json.assets as Record<string, unknown>[])[0];
    expect(await listed()).toMatchObject({ due: [], faults: 1, brokenSince: expect.any(String) });
    const { cardsUntilCleaning, nextServiceAt, servicedAt } = (await listed()) ?? {};
    expect(cardsUntilCleaning).toBe(2);
    expect(Date.parse(String(nextServiceAt)) - Date.parse(String(servicedAt))).toBe(180 * 86_400_000);
    expect((await listed())?.meanCardsBetweenFaults).toBe((await listed())?.cardsMade);
    await entry({ kind: 'repair', note: 'rol diganti' });
    expect(await listed()).toMatchObject({ brokenSince: null });
    expect((await bench.call('GET', `/assets/${assetId}/entries`, operator)).json.entries).toHaveLength(2);
    await bench.query("update asset set serviced_at = now() - interval '300 days' where id = $1", [assetId]);
    await bench.heard(MaintenanceOverdue, (said) => said.assetId === assetId && said.task === 'service');
  });

  it('other than a printer is in the same register', async () => {
    const body = { office: 'krayan', sort: 'recorder', label: 'alat rekam iris', serviceEveryDays: 365 };
    expect((await bench.call('POST', '/assets', operator, body)).status).toBe(201);
    const listed = await bench.call('GET', '/assets?sort=recorder', head);
    expect(listed.json.assets).toEqual([
      expect.objectContaining({ label: 'alat rekam iris', due: [], cardsUntilCleaning: null }),
    ]);
  });
});

describe('what was lost', () => {
  it('is reported in working days and cards, cause by cause', async () => {
    await bench.query(
      `insert into obstacle (office, cause, since, until) values
        ('nunukan', 'network', '2026-01-05 07:30+08', '2026-01-05 16:00+08'), ('nunukan', 'blanks', '2026-01-06 22:00+08', '2026-01-07 05:00+08')`,
    );
    const report = await bench.call(
      'GET',
      '/reports/printing-losses?office=nunukan&from=2026-01-01&to=2026-01-31',
      head,
    );
    expect(report.json).toMatchObject({ cardsPerDay: 150 });
    const losses = report.json.losses as { cause: string; cards: number; workingDays: number }[];
    expect(losses.find(({ cause }) => cause === 'network')).toMatchObject({ workingDays: 1, cards: 150 });
    expect(losses.find(({ cause }) => cause === 'blanks')).toMatchObject({ workingDays: 0, cards: 0 });
    expect(
      (await bench.call('GET', '/reports/printing-losses?office=nunukan&from=2020-01-01&to=2026-01-31', head)).json
        .code,
    ).toBe('span-too-long');
  });
});

describe('a printer that reports its own faults', () => {
  it('opens and closes them in its log, and its office waits for it when it takes long', async () => {
    const beat = (state: string, ...reasons: string[]) =>
      bench.call('POST', '/stations/me/heartbeat', 'nunukan-1', { driver: 'ipp', printer: { state, reasons } });
    const machine = async () =>
      ((await bench.call('GET', '/assets?office=nunukan&sort=printer', operator)).json.assets as Machine[])[0];
    interface Machine {
      readonly assetId: string;
      readonly faults: number;
      readonly brokenSince: string | null;
      readonly cardsMade: number;
      readonly meanCardsBetweenFaults: number | null;
    }
    const before = (await machine())?.faults ?? 0;
    await beat('stopped', 'media-empty-error');
    expect(await machine()).toMatchObject({ faults: before, brokenSince: null });
    await beat('stopped', 'media-jam-error');
    await beat('stopped', 'media-jam-error');
    expect(await machine()).toMatchObject({ faults: before + 1, brokenSince: expect.any(String) });
    // Switched off to clear it: nobody knows yet.
    await beat('offline', 'no-answer');
    expect((await machine())?.brokenSince).not.toBeNull();
    await beat('ready');
    expect((await machine())?.brokenSince).toBeNull();
    // Not cleared well: the same fault, not another one.
    await beat('stopped', 'media-jam-error');
    expect(await machine()).toMatchObject({ faults: before + 1, brokenSince: expect.any(String) });
    await beat('ready');
    await bench.query("update asset_entry set repaired_at = now() - interval '1 hour' where kind = 'fault'");
    await beat('stopped', 'e-0x99');
    const broken = await machine();
    expect(broken?.faults).toBe(before + 2);
    expect(broken?.meanCardsBetweenFaults).toBeCloseTo((broken?.cardsMade ?? 0) / (before + 2), 1);
    const log = await bench.call('GET', `/assets/${broken?.assetId}/entries?limit=1`, operator);
    expect(log.json.entries).toEqual([
      expect.objectContaining({ kind: 'fault', by: 'nunukan-1', note: 'dilaporkan mesin: e-0x99', repairedAt: null }),
    ]);

    await bench.query("update station set revoked_at = now() where office = 'nunukan' and station_id <> 'nunukan-1'");
    const { jobId } = await bench.offered();
    await bench.query("update station set fault_since = now() - interval '16 minutes' where station_id = 'nunukan-1'");
    await bench.heard(PrintingDeferred, (said) => said.jobId === jobId && said.cause === 'station');
    await bench.query(
      "update obstacle set since = since - interval '2 days' where cause = 'station' and until is null",
    );
    await beat('ready');
    await bench.heard(PrintingResumed, (said) => said.jobId === jobId && said.cause === 'station');
    const [obstacle] = await bench.query<{ days: number }>(
      "select extract(day from until - since)::int as days from obstacle where cause = 'station' order by since desc limit 1",
    );
    expect(obstacle?.days).toBe(2);
    // What a person has opened, a person closes.
    await bench.call('POST', `/assets/${broken?.assetId}/entries`, operator, { kind: 'fault', note: 'suara aneh' });
    await beat('stopped', 'media-jam-error');
    await beat('ready');
    expect((await machine())?.brokenSince).not.toBeNull();
  });
});
