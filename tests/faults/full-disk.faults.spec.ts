import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replay } from '../../scripts/replay-system.mjs';
import { wholeSystem, type WholeSystem } from '../journeys/whole-system.js';
import { untilDone } from './act-on-processes.js';
import { missingForSmallDisks, removeSmallDisks, type SmallDisk, smallDisk } from './small-disk.js';

/**
 * Fault 26: a disk is filled to its last byte while citizens write and clerks work, and freed after a while. The disks of
 * the database, the broker and the documents are small filesystems of their own. Long suite only.
 */
const missing = missingForSmallDisks();
const seed = Number(process.env.LOKET_SEED ?? 20_261_124);
const prefix = join(tmpdir(), 'loket-full-disk-');
const fullForMs = 30_000;

const describeWithDisks = process.env.LOKET_LONG && missing === undefined ? describe : describe.skip;

describeWithDisks(`a full disk (needs ${missing ?? 'nothing more'}, seed ${seed})`, () => {
  let whole: WholeSystem;
  let disks: Record<'PostgreSQL' | 'RabbitMQ' | 'documents', SmallDisk>;

  beforeAll(async () => {
    removeSmallDisks(prefix);
    const folder = mkdtempSync(prefix);
    disks = {
      PostgreSQL: smallDisk(join(folder, 'postgres'), 500),
      RabbitMQ: smallDisk(join(folder, 'rabbitmq'), 500),
      documents: smallDisk(join(folder, 'documents'), 60),
    };
    const waitSeconds = { 'loket.wait.5s': 2, 'loket.wait.1m': 5, 'loket.wait.10m': 15, 'loket.wait.1h': 30 };
    whole = await wholeSystem('full-disk', { folder, waitSeconds });
  }, 180_000);
  afterAll(async () => {
    const folder = whole?.system.folder;
    for (const disk of Object.values(disks ?? {})) disk.free();
    // The folders are mounts: they go before what they hang in does.
    await whole?.system.stop();
    if (folder) removeSmallDisks(folder);
    await whole?.stop();
  }, 120_000);

  const logOf = (name: string) => readFileSync(join(whole.system.folder, 'log', `${name}.log`), 'utf8');
  const figure = async (name: 'intake', metric: string): Promise<number> => {
    const text = await (await fetch(`${whole.system.urls[name]}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${metric}{`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  /** @param afterwards what an operator must do once there is room @returns what the invariants say */
  async function playedWhileFull(
    disk: SmallDisk,
    run: number,
    afterwards = (): Promise<void> => Promise.resolve(),
  ): Promise<{ told: string[] }> {
    const began = performance.now();
    const { findings } = await replay({
      system: whole.system,
      password: whole.system.keys.firstAdmin.password,
      applications: 12,
      seed: seed + run,
      atOnce: 12,
      log: () => undefined,
      disturb: async () => {
        await pause(1_000);
        disk.fill();
        expect(disk.room()).toBe(0);
        await pause(fullForMs);
        disk.free();
        await afterwards();
      },
    });
    const told = findings.map(({ id, says, count, examples }) => `${id} ${says}: ${count} ${examples.join('; ')}`);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(`26, seed ${seed + run}: ${seconds} s: ${told.length === 0 ? 'holds' : told.join(' | ')}\n`);
    return { told };
  }

  const everybodyIsReady = () =>
    untilDone(
      'every process to be ready',
      async () => {
        for (const url of [
          'intake',
          'documentValidation',
          'printingQueue',
          'notification',
          'console',
          'station',
        ] as const)
          expect((await fetch(`${whole.system.urls[url]}/health/ready`)).status).toBe(200);
      },
      120_000,
    );

  it('of the documents: nobody’s file is lost or given up, and intake says what to do', async () => {
    const before = await figure('intake', 'loket_disk_full_total');
    expect(await playedWhileFull(disks.documents, 1)).toEqual({ told: [] });
    expect(await figure('intake', 'loket_disk_full_total')).toBeGreaterThan(before);
    expect(logOf('intake')).toMatch(/disk of this service’s folder takes nothing more: free space on it/);
    await everybodyIsReady();
  }, 600_000);

  it('of PostgreSQL: what is not stored is not confirmed, and it comes back by itself', async () => {
    expect(await playedWhileFull(disks.PostgreSQL, 2)).toEqual({ told: [] });
    expect(logOf('postgres')).toContain('No space left on device');
    await everybodyIsReady();
  }, 600_000);

  // Its write-ahead log ends for good at the last byte, while the node lives on: it has to be started again (runbook).
  it('of RabbitMQ: what is not published waits in the outboxes, and goes once it was started again', async () => {
    const startAgain = async () => {
      await whole.system.stopOne('rabbitmq');
      await whole.system.startOne('rabbitmq');
    };
    expect(await playedWhileFull(disks.RabbitMQ, 3, startAgain)).toEqual({ told: [] });
    expect(logOf('rabbitmq')).toMatch(/enospc|no space|free disk space/i);
    await everybodyIsReady();
  }, 600_000);
});
