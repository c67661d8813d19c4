import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationCheckingRegister,
  ApplicationDelayed,
  ApplicationResumed,
  type Capability,
  CapabilityChanged,
  ConversationReplied,
  DocumentsComplete,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let token: string;
beforeAll(async () => {
  work = await intakeAtWork();
  token = await work.bench.clerkToken(['clerk'], 'nunukan');
}, 60_000);
afterAll(() => work?.close(), 30_000);

const note = 'Pencetakan KTP-el terhenti & diperbaiki.';
const say = (capability: Capability, state: 'up' | 'down', since: Date, publicNote?: string) =>
  work.bench.say(CapabilityChanged, {
    capability,
    state,
    since: since.toISOString(),
    source: 'operator' as const,
    ...(publicNote === undefined ? {} : { publicNote }),
  });
const minuteAgo = () => new Date(Date.now() - 60_000);

async function checking(): Promise<string> {
  const { nik, familyCard } = someone();
  const opened = await work.ask('/applications', {
    method: 'POST',
    token,
    body: { kind: 'RUSAK', nik, familyCardNumber: familyCard, name: 'Budi', district: '650302' },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  for (const as of ['KTP_LAMA', 'KK']) {
    await work.ask(`/applications/${applicationId}/documents?as=${as}`, {
      method: 'POST',
      token,
      body: aPhoto().bytes,
      headers: { 'content-type': 'image/jpeg' },
    });
  }
  await work.ask(`/applications/${applicationId}/submission`, { method: 'POST', token });
  await work.bench.say(DocumentsComplete, { applicationId, answers: 2 });
  await work.bench.heard(ApplicationCheckingRegister, (data) => data.applicationId === applicationId);
  return applicationId;
}

describe('when the operator says that something outside does not work', () => {
  it('citizens read it on their pages and when they begin, until it is over', async () => {
    const id = await checking();
    const contact = await work.ask(`/internal/applications/${id}/contact`, {
      token: await work.peerToken('notification'),
    });
    const path = new URL(((await contact.json()) as { trackUrl: string }).trackUrl).pathname;
    const notices = async () => {
      const answer = await work.ask(path, { headers: { accept: 'application/json' } });
      return ((await answer.json()) as { notices: string[] }).notices;
    };
    expect(await notices()).toEqual([]);
    await say('PRINT', 'down', minuteAgo(), note);
    await eventually(async () => (await notices()).includes(note));
    const page = await (await work.ask(path, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Pemberitahuan: Pencetakan KTP-el terhenti &amp; diperbaiki.');
    expect(await work.say({ from: aPhone(), text: 'selamat pagi' })).toBe(200);
    const { data } = await work.bench.heard(ConversationReplied, (said) => said.messageKey === 'greeting', 30_000);
    expect(data.variables['notices']).toEqual([note]);

    await say('PRINT', 'up', new Date());
    await eventually(async () => (await notices()).length === 0);
  }, 60_000);

  it('who waits for the register is held, and goes on when it works again', async () => {
    const id = await checking();
    await say('SIAK_LOOKUP', 'down', minuteAgo());
    expect((await work.bench.heard(ApplicationDelayed, (data) => data.applicationId === id)).data.cause).toBe(
      'network',
    );
    await say('SIAK_LOOKUP', 'up', new Date());
    await work.bench.heard(ApplicationResumed, (data) => data.applicationId === id);
  }, 30_000);
});
