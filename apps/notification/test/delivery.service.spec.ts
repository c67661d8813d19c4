import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import {
  MessageDelivered,
  MessageFailed,
  MessageQueued,
  MessageRead,
  MessageUnknown,
  WhatsappStatusReceived,
  WhatsappTemplateStatusChanged,
  type DataOf,
} from '#contracts';
import { eventually } from '#testing';
import { providerRef } from '#whatsapp';
import type { Taken } from './fake-graph.js';
import { NotificationBench, type Citizen } from './notification-bench.js';

let on: NotificationBench;
beforeAll(async () => {
  on = await NotificationBench.open();
}, 60_000);
afterAll(() => on.close(), 30_000);

type Report = DataOf<typeof WhatsappStatusReceived>;

function report(
  message: Pick<Taken, 'messageId' | 'wamid'>,
  status: Report['status'],
  more: Partial<Report> = {},
): Promise<string> {
  return on.bench.say(WhatsappStatusReceived, {
    status,
    providerRef: providerRef(message.wamid),
    messageId: message.messageId,
    at: new Date().toISOString(),
    ...more,
  });
}

async function arrived(citizen: Citizen): Promise<Taken> {
  return eventually(() => on.graph.taken.find(({ to }) => to === citizen.phone));
}

describe('delivery reports', () => {
  it('move a message forward only, and keep every time', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    const message = await arrived(citizen);
    await report(message, 'read');
    await on.bench.heard(MessageRead, ({ messageId }) => messageId === message.messageId);
    await report(message, 'sent');
    await report(message, 'delivered');
    await eventually(async () => {
      const [row] = await on.bench.query<{ all: boolean }>(
        'select (sent_at is not null and delivered_at is not null and read_at is not null) as all from outgoing where id = $1',
        [message.messageId],
      );
      return row?.all;
    });
    await on.stand(citizen.applicationId, 'read');
  });

  it('are said once however often they come', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    const message = await arrived(citizen);
    await on.stand(citizen.applicationId, 'sent');
    for (let times = 0; times < 3; times += 1) await report(message, 'delivered');
    await on.bench.heard(MessageDelivered, ({ messageId }) => messageId === message.messageId);
    await report(message, 'read');
    await on.stand(citizen.applicationId, 'read');
    const said = on.bench
      .allSaid()
      .filter(({ type, subject }) => type === 'message.delivered' && subject === message.messageId);
    expect(said).toHaveLength(1);
  });

  it('settle a send whose reply was lost; it is not sent again', async () => {
    const citizen = on.citizen();
    on.graph.behave = ({ to }) => (to === citizen.phone ? { do: 'lose-reply' } : { do: 'accept' });
    await on.announce(citizen, 2);
    const unknown = await on.bench.heard(MessageUnknown, ({ about }) => about === citizen.applicationId);
    on.graph.behave = () => ({ do: 'accept' });
    await on.stand(citizen.applicationId, 'unknown');
    await report(await arrived(citizen), 'delivered');
    await on.stand(citizen.applicationId, 'delivered');
    // The next message to this person goes its way; the first never goes twice.
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'delivered', 'sent');
    expect(on.graph.taken.filter(({ messageId }) => messageId === unknown.data.messageId)).toHaveLength(1);
  });

  it('and the record of a template that was sent wait for each other in one order, never in a circle', async () => {
    const citizen = on.citizen(null);
    on.graph.behave = ({ to }) => (to === citizen.phone ? { do: 'accept', afterMs: 500 } : { do: 'accept' });
    await on.announce(citizen, 2);
    const message = await arrived(citizen);
    expect(message.type).toBe('template');
    // As a report does it: its turn first, then the row of its message.
    const asReport = new Client({ connectionString: on.bench.databaseUrl });
    await asReport.connect();
    try {
      await asReport.query('begin');
      await asReport.query("select pg_advisory_xact_lock(hashtext('loket-report'), hashtext($1))", [
        providerRef(message.wamid),
      ]);
      await eventually(async () => {
        const { rows } = await asReport.query(
          `select 1 from pg_locks where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.length > 0;
      });
      const { rows } = await asReport.query('select 1 from outgoing where id = $1 for update nowait', [
        message.messageId,
      ]);
      expect(rows).toHaveLength(1);
      await asReport.query('commit');
    } finally {
      await asReport.end();
    }
    on.graph.behave = () => ({ do: 'accept' });
    await on.stand(citizen.applicationId, 'sent');
  });

  it('before our own record of the send are counted in when it is there', async () => {
    const citizen = on.citizen();
    // The report overtakes the answer: it is said while the send is still under way.
    on.graph.behave = ({ to }) => (to === citizen.phone ? { do: 'accept', afterMs: 300 } : { do: 'accept' });
    await on.announce(citizen, 2);
    const message = await arrived(citizen);
    await report(message, 'delivered');
    await on.stand(citizen.applicationId, 'delivered');
    on.graph.behave = () => ({ do: 'accept' });
    await eventually(async () => {
      const [row] = await on.bench.query<{ ref: string | null }>(
        'select provider_ref as ref from outgoing where claimed_by is null and id = $1',
        [message.messageId],
      );
      return row?.ref === providerRef(message.wamid);
    });
    await on.stand(citizen.applicationId, 'delivered');
  });

  it('that carry no id of ours wait for their message', async () => {
    const citizen = on.citizen();
    on.graph.behave = ({ to }) => (to === citizen.phone ? { do: 'accept', afterMs: 400 } : { do: 'accept' });
    await on.announce(citizen, 2);
    const message = await arrived(citizen);
    await report(message, 'delivered', { messageId: undefined });
    await on.bench.heard(MessageDelivered, ({ messageId }) => messageId === message.messageId);
    on.graph.behave = () => ({ do: 'accept' });
    await on.stand(citizen.applicationId, 'delivered');
    expect(await on.bench.query('select 1 from orphan_status')).toEqual([]);
  });

  it('of messages we never sent are kept and hurt nobody', async () => {
    await report({ messageId: '', wamid: 'wamid.stranger' }, 'delivered', { messageId: undefined });
    await report({ messageId: randomUUID(), wamid: 'wamid.another' }, 'delivered');
    await eventually(async () => (await on.bench.query('select 1 from orphan_status')).length === 2);
  });

  it('of failure tell the class; proof of arrival beats it', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    const message = await arrived(citizen);
    await report(message, 'failed', { errorCode: 131026 });
    const failed = await on.bench.heard(MessageFailed, ({ messageId }) => messageId === message.messageId);
    expect(failed.data).toMatchObject({ errorClass: 'unreachable', errorCode: 131026 });
    await on.stand(citizen.applicationId, 'failed');
    await report(message, 'read');
    await on.stand(citizen.applicationId, 'read');
  });

  it('that the window was shut send the template, once', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    const text = await arrived(citizen);
    await report(text, 'failed', { errorCode: 131047 });
    const template = await eventually(() =>
      on.graph.taken.find(({ to, type }) => to === citizen.phone && type === 'template'),
    );
    await on.stand(citizen.applicationId, 'sent');
    await report(text, 'failed', { errorCode: 131047 });
    await report(template, 'delivered');
    await on.stand(citizen.applicationId, 'delivered');
    expect(on.graph.taken.filter(({ to }) => to === citizen.phone)).toHaveLength(2);
  });
});

describe('a message whose sender died', () => {
  it('is unknown when it comes again, and never sent again by itself', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    const before = on.graph.taken.length;
    const [message] = await on.messages(citizen.applicationId);
    // As a process leaves it that is killed between the claim and the answer.
    await on.bench.query(
      "update outgoing set state = 'sending', claimed_by = gen_random_uuid(), claimed_at = now(), sent_at = null where id = $1",
      [message?.id],
    );
    await on.bench.say(MessageQueued, {
      messageId: message?.id ?? '',
      about: citizen.applicationId,
      fact: 'application.submitted',
    });
    await on.stand(citizen.applicationId, 'unknown');
    expect(on.graph.taken).toHaveLength(before);
  });

  it('is unknown after the lease even when nothing comes again, and the next one goes', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.bench.query(
      `update outgoing set state = 'sending', claimed_by = gen_random_uuid(), claimed_at = now() - interval '2 min' where about = $1`,
      [citizen.applicationId],
    );
    await on.stand(citizen.applicationId, 'unknown');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'unknown', 'sent');
  });
});

describe('a template', () => {
  const says = (change: string) =>
    on.bench.say(WhatsappTemplateStatusChanged, { template: 'ktp_permohonan_diterima', change, reason: 'low quality' });
  const stands = async (isUsable: boolean) =>
    (await on.bench.query('select 1 from template_standing where is_usable = $1', [isUsable])).length === 1;

  it('that Meta has paused is not sent; what would have needed it is work for a person, and goes out once it may', async () => {
    await says('status:PAUSED');
    await eventually(() => stands(false));
    const citizen = on.citizen(new Date(Date.now() - 30 * 3_600_000));
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'failed');
    const [failed] = await on.messages(citizen.applicationId);
    expect(failed?.error_class).toBe('template-unusable');
    expect(on.graph.taken.some(({ to }) => to === citizen.phone)).toBe(false);
    // The window of another one is open: free text needs no template.
    const writing = on.citizen();
    await on.announce(writing, 2);
    await on.stand(writing.applicationId, 'sent');
    await says('status:APPROVED');
    await eventually(() => stands(true));
    await clerk(`/messages/${failed?.id}/resend`);
    await on.stand(citizen.applicationId, 'failed', 'sent');
  });

  it('is heeded by the newest word of it, whatever order they come in', async () => {
    const rows = await on.bench.query<{ change: string }>('select change from template_change order by at');
    expect(rows.map(({ change }) => change)).toEqual(['status:PAUSED', 'status:APPROVED']);
    await on.bench.query("update template_standing set since = now() + interval '1 hour'");
    await says('status:DISABLED');
    await eventually(async () => (await on.bench.query('select 1 from template_change')).length === 3);
    expect(await stands(true)).toBe(true);
  });
});

async function clerk(path: string): Promise<void> {
  const token = await on.bench.clerkToken(['clerk']);
  const answer = await fetch(on.running.url + path, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(202);
}
