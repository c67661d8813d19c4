import { createPrivateKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { type Clerk, signIn, waitFor } from '../../scripts/clerk.mjs';
import { damagedCardJpeg, familyCardJpeg, requestLine } from '../../scripts/sample-documents.mjs';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

/** A second member of staff, made with the first admin's key as an operator would. */
async function openAccount({ system }: WholeSystem, account: object): Promise<void> {
  const { privateKey } = system.keys.firstAdmin;
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const assertion = await new SignJWT({ role: 'admin' })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject('admin')
    .setAudience('loket-ops-console')
    .setJti(randomUUID())
    .setExpirationTime('30s')
    .sign(key);
  const post = async (path: string, body: object, token?: string): Promise<{ token?: string }> => {
    const answer = await fetch(`${system.urls.console}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    return (await answer.json()) as { token?: string };
  };
  const { token } = await post('/tokens', { assertion });
  await post('/accounts', account, token);
}

let on: WholeSystem;
let second: Clerk;
beforeAll(async () => {
  on = await wholeSystem('krayan');
  const colleague = { username: 'kepala-krayan', password: 'dua orang lebih baik dari satu', roles: ['head', 'admin'] };
  await openAccount(on, colleague);
  second = await signIn(on.system.urls.console, colleague.username, colleague.password);
}, 180_000);
afterAll(() => on?.stop(), 60_000);

interface Card {
  readonly jobId: string;
  readonly applicationId: string;
}

/** A citizen of Long Bawan asks by WhatsApp, and their card is printed in Nunukan. */
async function printedForKrayan() {
  const { person, phone } = on.newCitizen();
  await phone.says(requestLine({ ...person, village: 'Long Bawan', district: 'Krayan' }, 'RUSAK'));
  const ticket = ticketIn(await phone.reads(/\*L-/));
  await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
  await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
  const applicationId = await on.applicationOf(ticket);
  await on.reaches(applicationId, 'in_transit');
  return { phone, applicationId };
}

const cardOf = (applicationId: string, state: string): Promise<Card> =>
  waitFor(`its card among those ${state}`, async () => {
    const { cards } = (await on.clerk.get(`/api/printing-queue/cards?state=${state}&limit=100`)) as { cards: Card[] };
    return cards.find((card) => card.applicationId === applicationId);
  });

/** Puts cards on the next flight. @returns the manifest */
async function fly(...cards: Card[]): Promise<string> {
  const { manifestId } = (await on.clerk.post('/api/printing-queue/manifests', {
    fromOffice: 'nunukan',
    toOffice: 'krayan',
    carrier: 'pesawat perintis Nunukan–Long Bawan',
    leavesOn: '2026-11-25',
    jobIds: cards.map(({ jobId }) => jobId),
  })) as { manifestId: string };
  return manifestId;
}

describe('a card for Long Bawan', () => {
  it('is printed in Nunukan, flown, received and handed over; one that is not on board is settled and made again', async () => {
    const [came, lost] = [await printedForKrayan(), await printedForKrayan()];
    const [first, missing] = [
      await cardOf(came.applicationId, 'to_dispatch'),
      await cardOf(lost.applicationId, 'to_dispatch'),
    ];
    // Nobody in Krayan hears "ready" while the card is in Nunukan.
    expect((await came.phone.replies()).join('\n')).not.toMatch(/siap diambil/);
    const flight = await fly(first, missing);
    await on.clerk.post(`/api/printing-queue/manifests/${flight}/arrival`, {
      arrived: [first.jobId],
      missing: [missing.jobId],
    });
    await came.phone.reads(/siap diambil/);
    await on.handOver(came.applicationId);

    expect(await on.stateOf(lost.applicationId)).toBe('in_transit');
    const asked = (await on.clerk.post(`/api/printing-queue/print-jobs/${missing.jobId}/missing-settlement`, {
      outcome: 'lost',
      note: 'ditanyakan ke bandara Long Bawan',
    })) as { state: string; approvalId: string };
    expect(asked.state).toBe('awaiting-approval');
    const decision = { decision: 'approve', note: 'sudah dicari, tidak ada' };
    // Whoever asked does not approve.
    await expect(
      on.clerk.post(`/api/printing-queue/approvals/${asked.approvalId}/decision`, decision),
    ).rejects.toMatchObject({ status: 409 });
    await second.post(`/api/printing-queue/approvals/${asked.approvalId}/decision`, decision);
    const again = await cardOf(lost.applicationId, 'to_dispatch');
    expect(again.jobId).not.toBe(missing.jobId);
    const nextFlight = await fly(again);
    await on.clerk.post(`/api/printing-queue/manifests/${nextFlight}/arrival`, { arrived: [again.jobId] });
    await lost.phone.reads(/siap diambil/);
    await on.handOver(lost.applicationId);
    expect(await on.violations()).toEqual([]);
  }, 240_000);
});
