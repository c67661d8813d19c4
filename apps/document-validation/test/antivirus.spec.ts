import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';
import { clamdAt, ScannerAway } from '../src/antivirus/clamd.js';
import { findProgram } from '../../../scripts/binaries.mjs';
import { type Behaviour, type ClamdDouble, clamdDouble, testPattern } from './clamd-double.js';
import { photo } from './sample-files.js';

describe('asking an antivirus', () => {
  let double: ClamdDouble;
  beforeAll(async () => {
    double = await clamdDouble();
  });
  afterEach(() => double.behave('scans'));
  afterAll(() => double.close());

  it('sends the file whole, in chunks, and hears that it is clean or what it is', async () => {
    const antivirus = clamdAt(double.url, 10);
    const large = Buffer.alloc(3 * 1024 * 1024 + 7, 'x');
    expect(await antivirus.scan(large)).toEqual({ infected: false });
    expect(double.scanned.at(-1)?.equals(large)).toBe(true);
    expect(await antivirus.scan(Buffer.alloc(0))).toEqual({ infected: false });
    const carrier = Buffer.concat([await photo({ format: 'jpeg' }), testPattern]);
    expect(await antivirus.scan(carrier)).toEqual({ infected: true, signature: 'Eicar-Test-Signature' });
  });

  it.each<[Behaviour, string]>([
    ['is silent', 'no answer within 0.3 s'],
    ['hangs up', 'away'],
    ['takes little', 'set StreamMaxLength'],
    ['fails', 'answered with an error'],
  ])('that %s is away: no file is to blame', async (behaviour, words) => {
    double.behave(behaviour);
    const scan = clamdAt(double.url, behaviour === 'is silent' ? 0.3 : 10).scan(Buffer.alloc(256 * 1024, 'x'));
    await expect(scan).rejects.toThrow(words);
    await expect(scan).rejects.toBeInstanceOf(ScannerAway);
    await expect(scan).rejects.toMatchObject({ code: 'peer-away' });
  });

  it('that is not there is away; who stops waiting is not told so', async () => {
    await double.goAway();
    await expect(clamdAt(double.url, 10).scan(Buffer.from('x'))).rejects.toBeInstanceOf(ScannerAway);
    await double.comeBack();
    double.behave('is silent');
    const stop = new AbortController();
    const scan = clamdAt(double.url, 10).scan(Buffer.from('x'), stop.signal);
    stop.abort(new Error('the service is stopping'));
    await expect(scan).rejects.toThrow('the service is stopping');
  });
});

const clamd = process.env['LOKET_CLAMD'] ?? findProgram('clamd');

// A real daemon, with a database of one signature: nothing is fetched from anywhere.
(clamd === undefined ? describe.skip : describe)(
  `ClamAV’s own daemon${clamd === undefined ? ' (skipped: clamav-daemon is not installed)' : ''}`,
  () => {
    let folder: string;
    let daemon: ChildProcess;
    let tcp: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'loket-clamd-'));
      await mkdir(join(folder, 'signatures'));
      await writeFile(join(folder, 'signatures', 'own.ndb'), `Loket.Test:0:*:${testPattern.toString('hex')}\n`);
      const port = await freePort();
      tcp = `tcp://127.0.0.1:${port}`;
      await writeFile(
        join(folder, 'clamd.conf'),
        [
          'Foreground yes',
          `DatabaseDirectory ${join(folder, 'signatures')}`,
          'TCPAddr 127.0.0.1',
          `TCPSocket ${port}`,
          `LocalSocket ${join(folder, 'clamd.ctl')}`,
          'StreamMaxLength 1M',
          '',
        ].join('\n'),
      );
      daemon = spawn(clamd ?? '', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
      await eventually(() => clamdAt(tcp, 5).scan(Buffer.from('x')), { withinMs: 60_000, what: 'clamd' });
    }, 70_000);
    afterAll(async () => {
      daemon.kill();
      await rm(folder, { recursive: true, force: true });
    });

    it('finds its test pattern, in a file and glued behind a photo, over TCP and over its socket', async () => {
      const jpeg = await photo({ format: 'jpeg', width: 640, height: 480 });
      for (const address of [tcp, `unix:${join(folder, 'clamd.ctl')}`]) {
        const antivirus = clamdAt(address, 30);
        expect(await antivirus.scan(jpeg)).toEqual({ infected: false });
        expect(await antivirus.scan(testPattern)).toEqual({ infected: true, signature: 'Loket.Test.UNOFFICIAL' });
        expect(await antivirus.scan(Buffer.concat([jpeg, testPattern]))).toMatchObject({ infected: true });
      }
    });

    it('that takes less than a file says so', async () => {
      await expect(clamdAt(tcp, 30).scan(Buffer.alloc(8 * 1024 * 1024, 'x'))).rejects.toThrow('StreamMaxLength');
    });
  },
);

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
