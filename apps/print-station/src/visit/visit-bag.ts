import { hkdfSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decryptField, encryptField, type KeyRing, parseKeyRing } from '#document-store';
import { logger } from '#observability';
import { cardData } from '../card-data.js';

/** What the operator wants to take along. The name of the visit is ours: asked again with it, the office answers the same batch. */
const asked = {
  visitId: z.uuid(),
  until: z.iso.datetime(),
  limit: z.int(),
  district: z.string().optional(),
};
const contents = z.discriminatedUnion('step', [
  /** Written down before the office is asked: its answer may be lost. */
  z.object({ step: z.literal('packing'), ...asked }),
  z.object({
    step: z.enum(['along', 'ending']),
    ...asked,
    /** Not begun yet: a job leaves the bag before its ink, and nothing is ever printed from here twice. */
    jobs: z.array(
      z.object({ jobId: z.string(), attempt: z.int(), applicationId: z.string(), card: cardData.nullable() }),
    ),
    /** Unused blanks of the cabinet, the next first. */
    blanks: z.array(z.string()),
  }),
]);
export type VisitContents = z.infer<typeof contents>;
export type PackedJob = Extract<VisitContents, { step: 'along' | 'ending' }>['jobs'][number];

const place = 'visit';

/**
 * What a station has along on a visit, on its disk: encrypted with a key of the station's own, because it names people, and
 * gone card by card. With it a power cut where no line reaches costs nothing.
 */
export class VisitBag {
  private readonly log = logger('print-station');
  private readonly path: string;
  private readonly keys: KeyRing;
  private inside: VisitContents | undefined;

  /** @throws Error when the folder cannot be read */
  constructor(
    private readonly folder: string,
    stationKey: string,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, 'visit.sealed');
    this.keys = parseKeyRing(Buffer.from(hkdfSync('sha256', stationKey, '', 'loket visit v1', 32)).toString('hex'));
    this.inside = this.read();
  }

  /** Undefined while the station is on no visit. */
  get visit(): VisitContents | undefined {
    return this.inside;
  }

  /** Returns when it is on the disk. */
  put(visit: VisitContents): void {
    const fresh = `${this.path}.new`;
    const file = openSync(fresh, 'w', 0o600);
    writeSync(file, encryptField(this.keys, JSON.stringify(visit), place));
    fsyncSync(file);
    closeSync(file);
    renameSync(fresh, this.path);
    this.syncFolder();
    this.inside = visit;
  }

  empty(): void {
    rmSync(this.path, { force: true });
    this.syncFolder();
    this.inside = undefined;
  }

  private read(): VisitContents | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      return contents.parse(JSON.parse(decryptField(this.keys, readFileSync(this.path, 'utf8'), place)));
    } catch {
      // What was along stays claimed until the visit is over; then a person settles it.
      this.log.error('the batch of a visit cannot be read (another station key?): its cards are settled at the office');
      return undefined;
    }
  }

  private syncFolder(): void {
    const handle = openSync(this.folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
  }
}
