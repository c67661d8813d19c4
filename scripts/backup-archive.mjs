// A backup is one file: a tar of manifest.json, database.dump, keys.json and the documents, encrypted with age
// (age-encryption.org) for a recipient whose identity lies elsewhere. The `age` command reads it too.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Decrypter, Encrypter } from 'age-encryption';
import { SetupError } from './ports.mjs';

/**
 * Packs folders and files into one encrypted file; it bears its name only when it is whole and on disk.
 * @param {string} file
 * @param {string} recipient  age1…
 * @param {{ from: string, names: string[] }[]} parts  names: relative to the folder `from`
 */
export async function packEncrypted(file, recipient, parts) {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new SetupError(`"${recipient}" is no age recipient; it begins with age1`);
  }
  const unfinished = `${file}.part`;
  // A document that is erased while it is read must not spoil the backup of all others.
  const args = ['--create', '--file=-', '--ignore-failed-read', '--warning=no-file-changed'];
  for (const { from, names } of parts) args.push(`--directory=${from}`, ...names);
  const tar = run('tar', args, ['ignore', 'pipe', 'pipe']);
  try {
    const packed = /** @type {ReadableStream<Uint8Array>} */ (Readable.toWeb(tar.stdout));
    await Promise.all([
      pipeline(Readable.fromWeb(await encrypter.encrypt(packed)), createWriteStream(unfinished, { mode: 0o600 })),
      tar.ended,
    ]);
    const handle = await open(unfinished);
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
  } finally {
    tar.kill();
    await rm(unfinished, { force: true });
  }
}

/**
 * Unpacks into a folder that exists. An altered or cut file is refused.
 * @param {string} file
 * @param {string} identity  AGE-SECRET-KEY-1…
 * @param {string} folder
 */
export async function unpackEncrypted(file, identity, folder) {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new SetupError('that is no age identity; it begins with AGE-SECRET-KEY-1');
  }
  const tar = run(
    'tar',
    ['--extract', '--file=-', '--no-same-owner', `--directory=${folder}`],
    ['pipe', 'ignore', 'pipe'],
  );
  try {
    const sealed = /** @type {ReadableStream<Uint8Array>} */ (Readable.toWeb(createReadStream(file)));
    await Promise.all([pipeline(Readable.fromWeb(await decrypter.decrypt(sealed)), tar.stdin), tar.ended]);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`${file} cannot be read with this identity, or is damaged: ${reason}`);
  } finally {
    tar.kill();
  }
}

/**
 * A program whose failure is told in its own words.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio  the third is a pipe
 * @param {NodeJS.ProcessEnv} [env]
 */
export function run(program, args, stdio, env = process.env) {
  const child = /** @type {import('node:child_process').ChildProcessWithoutNullStreams} */ (
    spawn(program, args, { stdio, env })
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (said = `${said}${text}`.slice(-2_000)));
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetupError(`${program} does not start: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new SetupError(`${program} failed (${code ?? 'killed'}): ${said.trim().split('\n').at(-1) ?? ''}`));
    });
  });
  // Whoever fails first is told; a program that is then ended has nothing to add.
  ended.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => child.kill() };
}
