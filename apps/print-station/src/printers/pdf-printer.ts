import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawCardFace } from '../card-face.js';
import type { CardData } from '../card-data.js';
import type { Outcome, Printer, PrinterState, Work } from './printer.js';

/** Prints into a folder: for demonstrations and tests. A file is there whole or not at all, so a restart knows what became of it. */
export class PdfPrinter implements Printer {
  readonly driver = 'pdf';
  private readonly folder: string;

  constructor(url: string) {
    this.folder = fileURLToPath(url);
  }

  async state(): Promise<PrinterState> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      return { state: 'ready', reasons: [] };
    } catch {
      return { state: 'stopped', reasons: ['folder-not-writable'] };
    }
  }

  chooseBlank(): Promise<string> {
    return Promise.resolve('next');
  }

  async print(work: Work, card: CardData): Promise<Outcome> {
    const face = await drawCardFace(card, work.serial);
    const path = this.pathOf(work);
    const unfinished = `${path}.part`;
    try {
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(face);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
      return { said: 'complete' };
    } catch {
      await rm(unfinished, { force: true });
      return { said: existsSync(path) ? 'complete' : 'not-fed' };
    }
  }

  lookAfter(work: Work): Promise<Outcome> {
    return Promise.resolve({ said: existsSync(this.pathOf(work)) ? 'complete' : 'not-fed' });
  }

  resume(work: Work): Promise<Outcome> {
    return this.lookAfter(work);
  }

  private pathOf({ serial, jobId, attempt }: Work): string {
    return join(this.folder, `${serial}.${jobId}.${attempt}.pdf`);
  }
}
