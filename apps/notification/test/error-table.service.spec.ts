import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MessageFailed, WhatsappStatusReceived } from '#contracts';
import { eventually } from '#testing';
import { errorTable, type ErrorClass, providerRef } from '#whatsapp';
import { NotificationBench } from './notification-bench.js';

let on: NotificationBench;
beforeAll(async () => {
  on = await NotificationBench.open();
}, 60_000);
afterEach(() => {
  on.graph.behave = () => ({ do: 'accept' });
});
afterAll(() => on.close(), 30_000);

/** What the sender does about a class, as the action column of the whatsapp contract (1.10) says. */
type Act = 'waits, then sends' | 'stops all sending' | 'sends the template' | 'fails';
const actOf: Record<ErrorClass, Act> = {
  retry: 'waits, then sends',
  slow_sender: 'waits, then sends',
  slow_pair: 'waits, then sends',
  stop_sender: 'stops all sending',
  token: 'stops all sending',
  needs_template: 'sends the template',
  unreachable: 'fails',
  not_now: 'fails',
  our_fault: 'fails',
  media: 'waits, then sends',
};
const rows = errorTable.flatMap((row) =>
  row.codes.map((code) => ({ code: typeof code === 'number' ? code : code[0], errorClass: row.class })),
);
const rowsThat = (act: Act) =>
  rows.filter(({ errorClass }) => actOf[errorClass] === act).map((row) => [row.code, row.errorClass] as const);

/** The status of HTTP that comes with a code. */
function statusOf(code: number): number {
  return code === 131056 || code === 130429 || code === 4 || code === 80007 ? 429 : code === 190 ? 401 : 400;
}

/** Refuses a citizen's first message with this code, and takes what comes after it. */
function refuseFirst(phone: string, code: number): void {
  let refused = false;
  on.graph.behave = ({ to }) => {
    if (to !== phone || refused) return { do: 'accept' };
    refused = true;
    return { do: 'refuse', status: statusOf(code), code };
  };
}

const sendsTo = (phone: string) => on.graph.taken.filter(({ to }) => to === phone);

describe('a send refused with', () => {
  it.each(rowsThat('waits, then sends'))('%i (%s) waits and is sent again', async (code) => {
    const citizen = on.citizen();
    refuseFirst(citizen.phone, code);
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    expect(sendsTo(citizen.phone).map(({ accepted }) => accepted)).toEqual([false, true]);
  });

  it.each(rowsThat('sends the template'))('%i (%s) goes out once more, as its template', async (code) => {
    const citizen = on.citizen();
    refuseFirst(citizen.phone, code);
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    expect(sendsTo(citizen.phone).map(({ type }) => type)).toEqual(['document', 'template']);
  });

  it.each(rowsThat('fails'))(
    '%i (%s) is not tried again and stands in the list of failed ones',
    async (code, errorClass) => {
      const citizen = on.citizen();
      refuseFirst(citizen.phone, code);
      await on.announce(citizen, 2);
      const failed = await on.bench.heard(MessageFailed, ({ about }) => about === citizen.applicationId);
      expect(failed.data).toMatchObject({ errorClass, errorCode: code });
      // The next message of this person passes it: nothing was held back, and nothing is repeated.
      await on.announce(citizen, 3, 'checking');
      await on.stand(citizen.applicationId, 'failed', 'sent');
      expect(sendsTo(citizen.phone)).toHaveLength(2);
    },
  );

  it.each(rowsThat('stops all sending'))(
    '%i (%s) stops all sending and keeps the messages',
    async (code, errorClass) => {
      const [first, second] = [on.citizen(), on.citizen()];
      on.graph.behave = () => ({ do: 'refuse', status: statusOf(code), code });
      const before = on.graph.taken.length;
      await on.announce(first, 2);
      await eventually(async () => (await stop()) === errorClass);
      await on.announce(second, 2);
      await on.stand(second.applicationId, 'queued');
      await on.stand(first.applicationId, 'queued');
      expect(on.graph.taken).toHaveLength(before + 1);
      on.graph.behave = () => ({ do: 'accept' });
      const ops = { authorization: `Bearer ${await on.bench.clerkToken(['ops'])}` };
      expect((await fetch(`${on.running.url}/sending/resumption`, { method: 'POST', headers: ops })).status).toBe(204);
      await on.stand(first.applicationId, 'sent');
      await on.stand(second.applicationId, 'sent');
    },
  );
});

describe('a message accepted and later reported as failed with', () => {
  it.each(rows.map(({ code, errorClass }) => [code, errorClass] as const))('%i (%s)', async (code, errorClass) => {
    const citizen = on.citizen();
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    const [sent] = sendsTo(citizen.phone);
    if (!sent) throw new Error('nothing arrived');
    await on.bench.say(WhatsappStatusReceived, {
      status: 'failed',
      providerRef: providerRef(sent.wamid),
      messageId: sent.messageId,
      at: new Date().toISOString(),
      errorCode: code,
    });
    switch (actOf[errorClass]) {
      case 'sends the template':
        await eventually(() => sendsTo(citizen.phone).length === 2);
        await on.stand(citizen.applicationId, 'sent');
        return;
      case 'waits, then sends':
      case 'fails':
        await on.stand(citizen.applicationId, 'failed');
        // It may have been shown after all, and a report can be late: only a person sends it anew.
        expect(await stop()).toBeUndefined();
        break;
      case 'stops all sending':
        await on.stand(citizen.applicationId, 'failed');
        expect(await stop()).toBe(errorClass);
        await on.bench.query('delete from sender_stop');
        break;
    }
    expect(sendsTo(citizen.phone)).toHaveLength(1);
  });
});

async function stop(): Promise<string | undefined> {
  const [row] = await on.bench.query<{ error_class: string }>('select error_class from sender_stop');
  return row?.error_class;
}
