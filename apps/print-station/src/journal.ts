import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Begun from a visit's bag: the office hears of the beginning with the end. */
const visit = z.literal(true).optional();

/**
 * What this station has done to blanks, a line of JSON each, on the disk before anything happens: `asking` before the
 * office is asked to bind a blank, `begun` before ink, `ended` as soon as the outcome is known, `told` once the office
 * has judged it. Ids and serials only: no line says who somebody is.
 */
const line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('asking'), jobId: z.string(), attempt: z.int(), at: z.string() }),
  z.object({
    what: z.literal('begun'),
    jobId: z.string(),
    attempt: z.int(),
    at: z.string(),
    serial: z.string(),
    visit,
  }),
  z.object({
    what: z.literal('ended'),
    jobId: z.string(),
    attempt: z.int(),
    at: z.string(),
    said: z.enum(['complete', 'spoil', 'not-fed', 'abort']),
    serial: z.string().optional(),
    reason: z.string().optional(),
    isChecked: z.boolean().optional(),
    visit,
  }),
  z.object({ what: z.literal('told'), jobId: z.string(), attempt: z.int(), at: z.string(), verdict: z.string() }),
]);
type Line = z.infer<typeof line>;
type Unstamped<L> = L extends unknown ? Omit<L, 'at'> : never;

/** The last word on an attempt that the office has not judged yet. */
export type OpenAttempt = Exclude<Line, { what: 'told' }>;

/** The station's memory across power cuts. One process at a time. */
export class Journal {
  private readonly open = new Map<string, OpenAttempt>();
  private file: number;

  /** @throws Error when the folder cannot be written: a station without a journal must not print */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'journal.jsonl');
    if (existsSync(path)) for (const entry of readLines(readFileSync(path, 'utf8'))) this.remember(entry);
    // Begin with what is still open, so that the file stays small: written beside, then put in place at once.
    const fresh = `${path}.new`;
    this.file = openSync(fresh, 'w', 0o600);
    for (const entry of this.open.values()) this.write(entry);
    fsyncSync(this.file);
    renameSync(fresh, path);
    syncFolder(folder);
  }

  /** Returns when the line is on the disk. */
  append(entry: Unstamped<Line>): void {
    const stamped: Line = { ...entry, at: new Date().toISOString() };
    this.write(stamped);
    fsyncSync(this.file);
    this.remember(stamped);
  }

  /** Oldest first. */
  openAttempts(): OpenAttempt[] {
    return [...this.open.values()];
  }

  close(): void {
    if (this.file >= 0) closeSync(this.file);
    this.file = -1;
  }

  private write(entry: Line): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  private remember(entry: Line): void {
    const key = `${entry.jobId}:${entry.attempt}`;
    if (entry.what === 'told') this.open.delete(key);
    else this.open.set(key, entry);
  }
}

/** A cut leaves half a line at the end at most; what was not whole had not happened yet. */
function readLines(text: string): Line[] {
  return text.split('\n').flatMap((one) => {
    try {
      return line.safeParse(JSON.parse(one)).data ?? [];
    } catch {
      return [];
    }
  });
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
