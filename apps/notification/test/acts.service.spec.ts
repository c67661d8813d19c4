import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MessageFailed } from '#contracts';
import { eventually } from '#testing';
import { NotificationBench } from './notification-bench.js';

let on: NotificationBench;
beforeAll(async () => {
  on = await NotificationBench.open();
}, 60_000);
afterAll(() => on.close(), 30_000);

async function ask(
  path: string,
  roles?: readonly string[],
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<Response> {
  const token = roles ? { authorization: `Bearer ${await on.bench.clerkToken(roles, undefined, 'siti')}` } : {};
  return fetch(`${on.running.url}${path}`, { method, headers: { ...headers, ...token } });
}

const acts = [
  ['GET', '/messages'],
  ['POST', `/messages/${randomUUID()}/resend`],
  ['GET', '/links'],
  ['GET', '/sending'],
  ['POST', '/sending/resumption'],
  ['GET', '/catalogue'],
  ['GET', '/relay-lists?district=650305'],
  ['POST', '/relay-lists/told'],
  ['GET', '/failures'],
] as const;

describe('each act', () => {
  it.each(acts)('%s %s wants a token, and the right one', async (method, path) => {
    const without = await ask(path, undefined, method);
    expect(without.status).toBe(401);
    expect(without.headers.get('content-type')).toContain('application/problem+json');
    expect((await ask(path, ['nobody'], method)).status).toBe(403);
  });

  it('stands on the OpenAPI page', async () => {
    const page: unknown = await (await ask('/docs-json')).json();
    for (const path of [
      '/messages',
      '/messages/{id}/resend',
      '/links',
      '/sending',
      '/sending/resumption',
      '/catalogue',
      '/relay-lists',
      '/relay-lists/told',
      '/failures',
    ]) {
      expect(page).toHaveProperty(['paths', path]);
    }
  });

  it.each([
    ['GET', '/messages?limit=0'],
    ['GET', '/failures?reason=LOST'],
    ['GET', '/failures?cursor=x'],
    ['GET', '/messages?state=lost'],
    ['GET', '/messages?about=everyone'],
    ['GET', '/messages?cursor=-1'],
    ['GET', '/messages?colour=red'],
    ['POST', '/messages/seven/resend'],
  ])('%s %s is refused with a code', async (method, path) => {
    const answer = await ask(path, ['clerk'], method);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-request' });
  });
});

describe('the list of messages', () => {
  it('shows what was told, page by page, and no number, name or text', async () => {
    const citizen = on.citizen();
    const sent: string[] = [];
    for (const [place, kind] of (['submitted', 'checking', 'ready'] as const).entries()) {
      await on.announce(citizen, place + 2, kind);
      sent.push('sent');
      await on.stand(citizen.applicationId, ...sent);
    }
    const first = await (await ask(`/messages?about=${citizen.applicationId}&limit=2`, ['clerk'])).json();
    expect(first).toMatchObject({
      messages: [{ messageKey: 'application.ready-to-print', state: 'sent' }, {}],
      next: expect.any(String),
    });
    expect(JSON.stringify(first)).not.toContain(citizen.phone);
    const { next } = Object(first);
    const second = await (await ask(`/messages?about=${citizen.applicationId}&limit=2&cursor=${next}`, ['ops'])).json();
    expect(second).toMatchObject({ messages: [{ messageKey: 'application.submitted' }], next: null });
  });
});

describe('the work list of failures', () => {
  const failures = async (query = '') => Object(await (await ask(`/failures${query}`, ['clerk'])).json());

  it('says of each what it means, page by page, and lets go of what somebody has seen to', async () => {
    on.graph.behave = () => ({ do: 'refuse', status: 400, code: 131026 });
    const lost = [on.citizen(), on.citizen(), on.citizen()];
    for (const citizen of lost) {
      await on.announce(citizen, 2);
      await on.stand(citizen.applicationId, 'failed');
    }
    on.graph.behave = () => ({ do: 'accept' });
    const first = await failures('?reason=unreachable&limit=2');
    expect(first.failures).toHaveLength(2);
    expect(first.failures[0]).toMatchObject({
      about: lost[2]?.applicationId,
      reason: 'unreachable',
      errorCode: 131026,
      means: expect.stringContaining('petugas desa'),
    });
    const second = await failures(`?reason=unreachable&limit=2&cursor=${first.next}`);
    expect(second.failures.map(({ about }: { about: string }) => about)).toContain(lost[0]?.applicationId);
    // One is sent anew, of one an officer has told, and of one newer news have arrived.
    const ids = await Promise.all(lost.map(async ({ applicationId }) => (await on.messages(applicationId))[0]?.id));
    expect((await ask(`/messages/${ids[0]}/resend`, ['clerk'], 'POST')).status).toBe(202);
    await on.bench.query("insert into told_by_relay (message_id, told_by) values ($1, 'siti')", [ids[1]]);
    if (lost[2]) await on.announce(lost[2], 5, 'pickup');
    await on.stand(lost[2]?.applicationId ?? '', 'failed', 'sent');
    expect((await failures('?reason=unreachable')).failures).toHaveLength(1);
    await on.bench.query("update outgoing set state = 'delivered' where about = $1 and state = 'sent'", [
      lost[2]?.applicationId,
    ]);
    expect((await failures('?reason=unreachable')).failures).toEqual([]);
  });
});

describe('a resend', () => {
  it('is a new message with a name on it, once', async () => {
    const citizen = on.citizen();
    on.graph.behave = ({ to }) =>
      to === citizen.phone ? { do: 'refuse', status: 400, code: 131026 } : { do: 'accept' };
    await on.announce(citizen, 2);
    const failed = await on.bench.heard(MessageFailed, ({ about }) => about === citizen.applicationId);
    on.graph.behave = () => ({ do: 'accept' });
    const worklist = await (await ask(`/messages?state=failed&about=${citizen.applicationId}`, ['clerk'])).json();
    expect(worklist).toMatchObject({ messages: [{ id: failed.data.messageId, errorClass: 'unreachable' }] });
    // A newer fact was told meanwhile: a person may still want the old one sent.
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'failed', 'sent');
    const both = await Promise.all(
      [1, 2].map(() => ask(`/messages/${failed.data.messageId}/resend`, ['clerk'], 'POST')),
    );
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([202, 409]);
    await on.stand(citizen.applicationId, 'failed', 'sent', 'sent');
    const rows = await on.bench.query(
      'select fact, resent_from, resent_by from outgoing where about = $1 order by place',
      [citizen.applicationId],
    );
    expect(rows[2]).toEqual({
      fact: 'application.submitted#2~1',
      resent_from: failed.data.messageId,
      resent_by: 'siti',
    });
  });

  it('of a message that arrived, or of none, is refused', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    const [message] = await on.messages(citizen.applicationId);
    const sent = await ask(`/messages/${message?.id}/resend`, ['clerk'], 'POST');
    expect([sent.status, Object(await sent.json()).code]).toEqual([409, 'message-not-resendable']);
    const none = await ask(`/messages/${randomUUID()}/resend`, ['clerk'], 'POST');
    expect([none.status, Object(await none.json()).code]).toEqual([404, 'message-not-found']);
  });
});

describe('what staff see', () => {
  it('the link, its state and its queue', async () => {
    expect(await (await ask('/links', ['clerk'])).json()).toEqual([
      {
        link: 'whatsapp',
        way: 'primary',
        state: 'closed',
        since: expect.any(String),
        cause: null,
        queue: 'notification.send-whatsapp-message',
      },
    ]);
    expect(await (await ask('/sending', ['clerk'])).json()).toEqual({ stopped: null });
  });

  it('the catalogue, each message as it is read inside and outside the window', async () => {
    const { messages } = Object(await (await ask('/catalogue', ['clerk'])).json());
    const one = (key: string) => messages.find((message: { key: string }) => message.key === key)?.examples[0];
    expect(messages.length).toBeGreaterThan(40);
    expect(one('greeting').choices).toContain('Cek status permohonan');
    expect(one('application.ready-for-pickup')).toMatchObject({
      text: expect.stringContaining('siap diambil'),
      paper: 'bukti-pengambilan.pdf',
      asTemplate: expect.stringMatching(/^KTP-el untuk permohonan L-4F7K2 siap diambil di Kantor/),
    });
  });

  it('figures of what was sent', async () => {
    const figures = await eventually(async () => (await ask('/metrics')).text());
    expect(figures).toMatch(/loket_whatsapp_sends_total\{[^}]*outcome="sent"[^}]*\} \d+/);
    expect(figures).not.toMatch(/\{[^}]*\d{9}[^}]*\}/);
  });
});
