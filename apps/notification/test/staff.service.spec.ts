import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  LinkLost,
  LinkRestored,
  MessageParked,
  PrintJobHeld,
  ReviewRequested,
  WhatsappTemplateStatusChanged,
} from '#contracts';
import { eventually } from '#testing';
import { NotificationBench } from './notification-bench.js';

/** As little of SMTP as a mailer needs; `mails` holds what was taken. */
const mails: string[] = [];
let refusing = true;
const post: Server = createServer((socket) => {
  let body: string | undefined;
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.write('220 post\r\n');
  let rest = '';
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (body !== undefined && line !== '.') body += `${line}\n`;
      else if (body !== undefined) {
        mails.push(body);
        body = undefined;
        socket.write('250 taken\r\n');
      } else if (line === 'DATA') {
        body = '';
        socket.write('354 go on\r\n');
      } else if (line.startsWith('MAIL') && refusing) socket.write('451 later\r\n');
      else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    }
  });
});

let on: NotificationBench;
beforeAll(async () => {
  await new Promise<void>((resolve) => post.listen(0, '127.0.0.1', resolve));
  const address = post.address();
  if (address === null || typeof address === 'string') throw new Error('the post office is not listening');
  on = await NotificationBench.open(
    { alertEveryMs: 50 },
    {
      SMTP_URL: `smtp://127.0.0.1:${address.port}`,
      ALERT_ADDRESSES: JSON.stringify({ ops: ['ops@example.go.id'], reviewer: ['periksa@example.go.id'] }),
      ALERT_PHONES: JSON.stringify({ 'print-operator': ['6281200000001', '6281200000002'] }),
      ALERT_QUIET_HOURS: '0-0',
      ALERT_OVERDUE_HOURS: '0',
      ALERT_LINK_MINUTES: '0',
    },
  );
}, 60_000);
afterAll(async () => {
  await on.close();
  post.close();
}, 30_000);

const mailsThat = (pattern: RegExp) => mails.filter((mail) => pattern.test(mail.replaceAll('=\n', '')));
const parkedId = '0198c0de-0000-7000-8000-0000000000aa';

describe('an alert of the staff', () => {
  it('waits for the post office, and is one however often the trouble comes', async () => {
    const trouble = { ...MessageParked.example, queue: 'intake.take-message' };
    for (let times = 0; times < 5; times += 1) await on.bench.say(MessageParked, { ...trouble, parkedId });
    await eventually(async () => (await alert('parked:intake.take-message'))?.times === 5);
    expect(mails).toEqual([]);
    refusing = false;
    await eventually(() => mailsThat(/intake\.take-message/).length === 1);
    expect(mailsThat(/To: ops@example\.go\.id/)).toHaveLength(1);
    await on.bench.say(MessageParked, { ...trouble, parkedId });
    await eventually(async () => (await alert('parked:intake.take-message'))?.times === 6);
    await on.bench.say(MessageParked, { ...trouble, parkedId, queue: 'intake.fetch-media' });
    await eventually(() => mailsThat(/intake\.fetch-media/).length === 1);
    expect(mailsThat(/intake\.take-message/)).toHaveLength(1);
  });

  it('of a lost network is followed by its end; a short one is not told', async () => {
    const link = { ...LinkLost.example, link: 'diskominfo' } as const;
    await on.bench.say(LinkLost, link, { from: 'document-validation' });
    await eventually(() => mailsThat(/diskominfo.*putus/).length === 1);
    await on.bench.say(LinkRestored, { ...link, cause: 'recovered' }, { from: 'document-validation' });
    await eventually(() => mailsThat(/diskominfo.*pulih/).length === 1);
    await on.bench.say(LinkRestored, { ...link, cause: 'recovered', way: 'backup' }, { from: 'document-validation' });
    await on.bench.say(MessageParked, { ...MessageParked.example, queue: 'intake.poll' });
    await eventually(() => mailsThat(/intake\.poll/).length === 1);
    expect(mailsThat(/pulih/)).toHaveLength(1);
  });

  it('of a review goes to the reviewers, unless the request has moved on', async () => {
    const [late, done] = [on.citizen(), on.citizen()];
    const review = (citizen: typeof late, last: string) =>
      on.bench.say(ReviewRequested, {
        ...ReviewRequested.example,
        applicationId: citizen.applicationId,
        reviewId: `0198c0de-0000-7000-8000-0000000000${last}`,
      });
    await review(late, 'c1');
    await eventually(() => mailsThat(/To: periksa@example\.go\.id[^]*c1/).length === 1);
    refusing = true;
    await review(done, 'c2');
    await eventually(() => alert('review:0198c0de-0000-7000-8000-0000000000c2'));
    await on.announce(done, 5, 'ready');
    await eventually(async () => (await alert('review:0198c0de-0000-7000-8000-0000000000c2'))?.over);
    refusing = false;
    expect(mailsThat(/0000000000c2/)).toEqual([]);
  });

  it('goes to the phones of a role by WhatsApp, once to each, and waits while WhatsApp refuses', async () => {
    let refusals = 2;
    on.graph.behave = ({ text }) =>
      text === 'loket_perhatian_petugas' && refusals-- > 0
        ? { do: 'refuse', status: 400, code: 131026 }
        : { do: 'accept' };
    await on.bench.say(PrintJobHeld, PrintJobHeld.example);
    await eventually(async () => (await alert(`held:${PrintJobHeld.example.jobId}`))?.told);
    await on.bench.say(PrintJobHeld, PrintJobHeld.example);
    await eventually(async () => (await alert(`held:${PrintJobHeld.example.jobId}`))?.times === 2);
    const told = on.graph.taken.filter(({ accepted, type }) => accepted && type === 'template');
    expect(told.map(({ to, type, text }) => [to, type, text])).toEqual([
      ['6281200000001', 'template', 'loket_perhatian_petugas'],
      ['6281200000002', 'template', 'loket_perhatian_petugas'],
    ]);
    expect(mailsThat(/ditahan/)).toEqual([]);
  });

  it('of a template that Meta has made dearer goes to ops', async () => {
    await on.bench.say(WhatsappTemplateStatusChanged, { template: 'ktp_siap_diambil', change: 'category:MARKETING' });
    await eventually(() => mailsThat(/ktp_siap_diambil/).length === 1);
    expect(on.bench.parked()).toEqual([]);
  });

  it('pages ops when WhatsApp refuses everything, by a way that works, and again when a person has lifted it', async () => {
    on.graph.behave = () => ({ do: 'refuse', status: 400, code: 131042 });
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await eventually(() => mailsThat(/menolak semua pesan \(stop_sender 131042\)/).length === 1);
    on.graph.behave = () => ({ do: 'accept' });
    const token = await on.bench.clerkToken(['ops']);
    const resumed = await fetch(`${on.running.url}/sending/resumption`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(resumed.status).toBe(204);
    await eventually(() => mailsThat(/berjalan lagi/).length === 1);
    await on.stand(citizen.applicationId, 'sent');
  });
});

async function alert(key: string): Promise<{ times: number; over: boolean; told: boolean } | undefined> {
  const [row] = await on.bench.query<{ times: number; over: boolean; told: boolean }>(
    'select times, over_at is not null as over, told_at is not null as told from staff_alert where key = $1',
    [key],
  );
  return row;
}
