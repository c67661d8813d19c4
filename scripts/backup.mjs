// npm run backup -- [--to FOLDER] [--recipient age1…] [--keep 14] [--daily HH:MM]
// Backs the running system up into one encrypted file; --daily goes on doing so, at that time of the office. Where servers
// run elsewhere (Compose, Kubernetes), DATABASE_URL is an administrator's and LOKET_KEYS the folder of keys.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { backUpSystem } from './back-up-system.mjs';
import { databaseUrlOf } from './database.mjs';
import { SetupError } from './ports.mjs';
import { printFailure, step } from './progress.mjs';
import { readRegion } from './region.mjs';
import { findRunningSystem, systemFolder } from './running-system.mjs';

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: process.env.LOKET_BACKUP_TO || join(systemFolder, 'backups') },
    recipient: { type: 'string', default: process.env.LOKET_BACKUP_RECIPIENT || '' },
    keep: { type: 'string', default: process.env.LOKET_BACKUP_KEEP || '14' },
    daily: { type: 'string' },
  },
});

try {
  await backUp();
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function backUp() {
  const keep = Number(values.keep);
  if (!Number.isInteger(keep) || keep < 1) throw new SetupError('--keep is how many backups stay: 1 or more');
  const place = whereItRuns();
  const recipient = values.recipient || (await ownRecipient());
  const once = () =>
    step('backup', async (note) => {
      const { file, bytes, removed } = await backUpSystem({
        ...place,
        to: values.to,
        recipient,
        keep,
        now: new Date(),
      });
      note(`${file}, ${(bytes / 1e6).toFixed(1)} MB${removed > 0 ? `, ${removed} old removed` : ''}`);
    });
  if (values.daily === undefined) return once();

  const zone = process.env.TZ_OFFICE || readRegion(process.env).region.timeZone;
  const time = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(values.daily)?.[0];
  if (time === undefined) throw new SetupError('--daily is a time of day as HH:MM');
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => process.exit(0));
  for (;;) {
    await pause(untilNext(time, zone, new Date()));
    // One that failed is said, and the next day tries again; its absence is an alert (the age of the newest file).
    await once().catch(printFailure);
  }
}

/** @returns {{ administratorUrl: string, keysFolder: string, dataFolder: string }} */
function whereItRuns() {
  const { DATABASE_URL: databaseUrl, LOKET_KEYS: keysFolder } = process.env;
  if (databaseUrl && keysFolder) {
    return { administratorUrl: databaseUrlOf(databaseUrl), keysFolder, dataFolder: '/var/lib/loket' };
  }
  const system = findRunningSystem();
  if (!system) throw new SetupError('no system is running here; start it with "npm start"');
  return { administratorUrl: system.administratorUrl, keysFolder: system.folder, dataFolder: system.folder };
}

/** Without a recipient of the office's own: a pair is made once, whose private half the office takes away. */
async function ownRecipient() {
  const file = join(systemFolder, 'backup-recipient');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const identityFile = join(systemFolder, 'backup-identity.txt');
  writeFileSync(identityFile, `${identity}\n`, { mode: 0o600 });
  writeFileSync(file, `${recipient}\n`);
  console.log(
    `Loket: made a key for backups. Move ${identityFile} to a safe place that is not this machine: without it no backup can be read`,
  );
  return recipient;
}

/**
 * Milliseconds until it is that time in the office; one minute at least, so that a day is not served twice.
 * @param {string} time @param {string} zone @param {Date} now
 */
function untilNext(time, zone, now) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const minute = 60_000;
  for (let wait = minute; wait <= 25 * 60 * minute; wait += minute) {
    if (clock.format(new Date(now.getTime() + wait)) === time) return wait;
  }
  return 24 * 60 * minute;
}
