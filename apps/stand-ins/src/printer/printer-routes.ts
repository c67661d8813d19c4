import { z } from 'zod';
import type { Faults } from '../faults.js';
import { ok, readJson, type Answer, type Route } from '../http.js';
import type { Journal } from '../journal.js';
import type { WireRoute } from '../stand-in.js';
import { waitsFor, type PrinterFaults } from './printer-faults.js';

const fed = {
  jobId: z.number(),
  jobName: z.string(),
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
};

/** `card-fed`: a card came out of the printer. Whatever the job's state says, this is the physical truth. */
export const printerLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card-fed'), at: z.string(), ...fed }),
  z.object({ kind: z.literal('aborted'), at: z.string(), ...fed }),
]);
export type PrinterLine = z.infer<typeof printerLine>;

/** IPP requests go to the real printer as they are; only the network in between may be bad. */
export function ippRoutes(printerPort: () => number): WireRoute<PrinterFaults>[] {
  const forward = (path: string): WireRoute<PrinterFaults> => ({
    kind: 'ipp',
    method: 'POST',
    path,
    handle: async ({ url, headers, body }): Promise<Answer> => {
      const answer = await fetch(`http://127.0.0.1:${printerPort()}${url.pathname}`, {
        method: 'POST',
        headers: { 'content-type': headers['content-type'] ?? 'application/ipp' },
        body: new Uint8Array(body),
      });
      const type = answer.headers.get('content-type') ?? 'application/ipp';
      return {
        status: answer.status,
        headers: { 'content-type': type },
        body: Buffer.from(await answer.arrayBuffer()),
      };
    },
  });
  return [forward('/ipp/print'), forward('/ipp/print/*')];
}

/** What the print command asks and reports. */
export function cardRoutes(log: Journal<PrinterLine>, faults: Faults<PrinterFaults>): Route[] {
  return [
    { method: 'GET', path: '/_card-gate', handle: () => ({ status: 200, body: waitsFor(faults.current()).join(' ') }) },
    {
      method: 'POST',
      path: '/_cards',
      handle: ({ body }): Answer => {
        const read = readJson(body, z.object(fed));
        if ('refused' in read) return read.refused;
        const at = new Date().toISOString();
        const met = faults.meet('card');
        const line = { at, ...read.data };
        if (met.abort === true) {
          log.append({ kind: 'aborted', ...line });
          return { status: 409, body: { error: 'told to give the job up' } };
        }
        log.append({ kind: 'card-fed', ...line });
        return met.abortAfterFeeding === true ? { status: 409, body: { error: 'told to give up late' } } : ok({});
      },
    },
  ];
}
