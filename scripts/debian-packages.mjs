// Programs that Loket runs but does not bring, from Debian's packages where the set-up may install them. No service of the
// system is ever started by it, and none is left to start later. Needs no package.
import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findEpmd, findFaketime, findPostgres, findProgram, findRabbitmq } from './binaries.mjs';
import { SetupError } from './ports.mjs';
import { runProgram } from './runtime.mjs';

/** @typedef {{ name: string, debian: string, found: () => string | undefined, services?: string[] }} Program */

/** @type {Program[]} */
export const serverPrograms = [
  { name: 'PostgreSQL 15 or newer', debian: 'postgresql', found: findPostgres, services: ['postgresql'] },
  {
    name: 'RabbitMQ 3.10 or newer',
    debian: 'rabbitmq-server',
    found: () => (findEpmd() ? findRabbitmq() : undefined),
    services: ['rabbitmq-server', 'epmd.socket', 'epmd'],
  },
];

/** What draws the pages of citizens' PDFs, so that nobody has to open the PDF itself. @type {Program[]} */
export const documentPrograms = [
  { name: "poppler's pdftoppm", debian: 'poppler-utils', found: () => findProgram('pdftoppm') },
];

/** What reads the text of documents, where `DOCUMENT_OCR` is on. @type {Program[]} */
export const readingPrograms = [
  { name: 'Tesseract', debian: 'tesseract-ocr', found: () => findProgram('tesseract') },
  {
    name: "Tesseract's Indonesian",
    debian: 'tesseract-ocr-ind',
    found: () => ['/usr/share/tesseract-ocr/5/tessdata/ind.traineddata'].find((path) => existsSync(path)),
  },
];

/** @type {Program[]} */
export const testPrograms = [
  ...readingPrograms,
  { name: 'Chromium', debian: 'chromium', found: () => findProgram('chromium') ?? findProgram('google-chrome') },
  { name: 'libfaketime', debian: 'libfaketime', found: findFaketime },
  { name: "CUPS' ippeveprinter", debian: 'cups-ipp-utils', found: () => findProgram('ippeveprinter') },
  {
    name: 'DejaVu fonts',
    debian: 'fonts-dejavu',
    found: () => ['/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed.ttf'].find((path) => existsSync(path)),
  },
];

/**
 * Sees that the programs are there, installing missing ones where it may (root, apt).
 * @param {Program[]} programs
 * @param {(text: string) => void} note
 * @returns {Promise<Program[]>} those that are missing still
 */
export async function installPrograms(programs, note) {
  const missing = programs.filter((program) => program.found() === undefined);
  if (missing.length === 0) {
    note('found');
    return [];
  }
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) {
    note(`missing: ${missing.map((program) => program.name).join(', ')}`);
    return missing;
  }
  const names = missing.map((program) => program.debian);
  const started = Date.now();
  await apt(['update', '-qq'], 'updating the package lists');
  await apt(
    ['install', '-qq', '--yes', '--no-install-recommends', '--download-only', ...names],
    `downloading ${names.join(', ')}`,
  );
  const downloaded = ((Date.now() - started) / 1000).toFixed(1);
  await withoutServiceStarts(() =>
    apt(
      ['install', '-qq', '--yes', '--no-install-recommends', '--no-download', ...names],
      `installing ${names.join(', ')}`,
    ),
  );
  for (const service of missing.flatMap((program) => program.services ?? [])) await leaveDisabled(service);
  note(`installed ${names.join(', ')} (download ${downloaded} s of it)`);
  return programs.filter((program) => program.found() === undefined);
}

/** One line that says what to install. @param {Program[]} missing */
export function installHint(missing) {
  const names = missing.map((program) => program.name).join(' and ');
  const packages = missing.map((program) => program.debian).join(' ');
  return new SetupError(`${names} missing; run "apt-get install ${packages}" as root, or use "docker compose up"`);
}

/** @param {string[]} args @param {string} what */
async function apt(args, what) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const { code, output } = await runProgram('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env });
  if (code === 0) return;
  const reason = output.split('\n').filter((line) => /^(E:|dpkg: error)/.test(line));
  throw new SetupError(`apt failed ${what}: ${(reason[0] ?? output.trim().split('\n').at(-1) ?? '').slice(0, 300)}`);
}

const policyFile = '/usr/sbin/policy-rc.d';
const setAside = '/usr/sbin/policy-rc.d.before-loket';
const ownPolicy =
  '#!/bin/sh\n# Written by the set-up of Loket while it installs packages; gone afterwards.\nexit 101\n';

/**
 * Forbids, while the work runs, that a freshly installed package starts its service; afterwards the policy is as it was found.
 * @param {() => Promise<void>} work
 */
async function withoutServiceStarts(work) {
  // An earlier run was killed in the middle: what it set aside is what the machine had.
  if (isOurs()) restore();
  if (exists(policyFile)) renameSync(policyFile, setAside);
  writeFileSync(policyFile, ownPolicy, { mode: 0o755 });
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    restore();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await work();
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    restore();
  }
}

function restore() {
  if (isOurs()) rmSync(policyFile);
  if (exists(setAside)) renameSync(setAside, policyFile);
}

function isOurs() {
  return existsSync(policyFile) && readFileSync(policyFile, 'utf8') === ownPolicy;
}

/** Also of a dangling link. @param {string} file */
function exists(file) {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** A package enables its service for the next start of the machine; Loket runs its own. @param {string} service */
async function leaveDisabled(service) {
  if (findProgram('systemctl')) await runProgram('systemctl', ['disable', service]);
  else if (!service.includes('.') && findProgram('update-rc.d')) await runProgram('update-rc.d', [service, 'disable']);
}
