import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { backUpSystem } from '../../scripts/back-up-system.mjs';
import { citizen } from '../../scripts/citizen.mjs';
import { keepKeys } from '../../scripts/keys.mjs';
import { freePorts } from '../../scripts/ports.mjs';
import { postgresAdministrator, privatePostgres } from '../../scripts/postgres.mjs';
import { restoreDatabase, unpackBackup } from '../../scripts/restore-system.mjs';
import { familyCardJpeg, policeLetterPdf, requestLine } from '../../scripts/sample-documents.mjs';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

/** The machine burns down between the two halves: only the encrypted file and its identity are carried over. */
let before: WholeSystem;
let after: WholeSystem | undefined;
let identity: string;
const backups = mkdtempSync(join(tmpdir(), 'loket-backups-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'loket-elsewhere-'));

beforeAll(async () => {
  before = await wholeSystem('before');
  identity = await generateIdentity();
}, 180_000);
afterAll(async () => {
  await after?.stop();
  rmSync(backups, { recursive: true, force: true });
  rmSync(elsewhere, { recursive: true, force: true });
}, 60_000);

async function trackingPage(on: WholeSystem, path: string): Promise<string> {
  const page = await fetch(new URL(path, on.system.urls.intake));
  expect(page.status).toBe(200);
  return page.text();
}

describe('a backup, restored on another machine', () => {
  it('serves the same tracking codes, goes on with what was under way, and every invariant holds', async () => {
    const ready = before.newCitizen();
    const applicationId = await sendsEverything(before, ready);
    await before.reaches(applicationId, 'ready_for_pickup');
    const half = before.newCitizen();
    await half.phone.says(requestLine(half.person, 'HILANG'));
    const halfId = await before.applicationOf(ticketIn(await half.phone.reads(/\*L-/)));
    await half.phone.sends(await familyCardJpeg(half.person), 'image/jpeg', 'KK');
    await half.phone.reads(/surat/i);
    const [path = ''] = /\/track\/\w+/.exec(await ready.phone.reads(/\/track\//)) ?? [];
    const shown = await trackingPage(before, path);
    // At rest: a message that leaves in the very moment of the dump would leave again (the runbook says so).
    expect(await before.violations()).toEqual([]);

    const { file } = await backUpSystem({
      administratorUrl: before.system.administratorUrl,
      keysFolder: before.system.folder,
      dataFolder: before.system.folder,
      to: backups,
      recipient: await identityToRecipient(identity),
      keep: 3,
      now: new Date(),
    });
    expect(readFileSync(file).includes('650399')).toBe(false);
    await before.system.stop();
    // The world outside is not restored: phones, the register and printed cards are as they are.
    for (const name of ['stand-ins', 'cards']) {
      cpSync(join(before.system.folder, name), join(elsewhere, name), { recursive: true });
    }
    await before.stop();

    const place = { keysFolder: elsewhere, dataFolder: elsewhere };
    const { dump, forgetDump } = await unpackBackup({ file, identity, ...place });
    const password = keepKeys(elsewhere).administratorPassword;
    const { postgres: port } = await freePorts();
    const server = privatePostgres({ folder: elsewhere, port, password, log: () => undefined });
    await server.start();
    const administratorUrl = `postgres://${postgresAdministrator}:${password}@127.0.0.1:${port}/postgres`;
    const restored = await restoreDatabase({ administratorUrl, dump, ...place });
    await server.stop();
    forgetDump();
    expect(restored.eventsSaidAgain).toBeGreaterThan(10);

    after = await wholeSystem('after', { folder: elsewhere });
    expect(await trackingPage(after, path)).toBe(shown);
    await after.handOver(applicationId);
    const phone = citizen(after.system.urls.graph, half.phone.number, half.person.name);
    await phone.sends(await policeLetterPdf(half.person), 'application/pdf', 'surat polisi', 'surat.pdf');
    await after.reaches(halfId, 'ready_for_pickup');
    const fresh = after.newCitizen();
    await after.handOver(await sendsEverything(after, fresh));
    expect(await after.violations()).toEqual([]);
  }, 300_000);

  it('is refused where something is already, with another identity, and when a byte of it changed', async () => {
    const file = join(backups, 'altered.loket.age');
    const [name] = readdirSync(backups).filter((one) => one.endsWith('.loket.age'));
    const bytes = readFileSync(join(backups, name ?? ''));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const empty = () => {
      const folder = mkdtempSync(join(backups, 'place-'));
      return { keysFolder: folder, dataFolder: folder };
    };
    await expect(unpackBackup({ file, identity, ...empty() })).rejects.toThrow(/damaged/);
    const other = await generateIdentity();
    await expect(unpackBackup({ file, identity: other, ...empty() })).rejects.toThrow(/identity/);
    await expect(unpackBackup({ file, identity, keysFolder: elsewhere, dataFolder: elsewhere })).rejects.toThrow(
      /there already/,
    );
  });
});

/** A request by WhatsApp with all its files. */
async function sendsEverything(on: WholeSystem, { person, phone }: ReturnType<WholeSystem['newCitizen']>) {
  await phone.says(requestLine(person, 'HILANG'));
  const ticket = ticketIn(await phone.reads(/\*L-/));
  await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
  await phone.sends(await policeLetterPdf(person), 'application/pdf', 'surat polisi', 'surat.pdf');
  return on.applicationOf(ticket);
}
