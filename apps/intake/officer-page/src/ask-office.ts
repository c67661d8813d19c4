import { z } from 'zod';

const problem = z.object({ code: z.string(), title: z.string(), detail: z.string().optional() });

/** The office has answered no; its words are for the officer. */
export class OfficeRefused extends Error {
  override readonly name = 'OfficeRefused';
}
/** There is no line, or nobody answers at its other end. */
export class NoLine extends Error {
  override readonly name = 'NoLine';
}

const patience = 120_000;

/**
 * Asks intake. The page lies beside the acts that it asks for.
 * @param path under `officer-devices/`
 * @throws NoLine, OfficeRefused
 */
export async function askOffice(path: string, request: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(new URL(`../officer-devices/${path}`, document.baseURI), {
      ...request,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  } catch (cause) {
    throw new NoLine('Tidak ada sambungan ke kantor.', { cause });
  }
  if (answer.ok) return answer;
  if ([502, 503, 504].includes(answer.status)) throw new NoLine('Kantor sedang tidak dapat dihubungi.');
  const said = problem.safeParse(await answer.json().catch(() => undefined)).data;
  if (answer.status === 401) throw new OfficeRefused('Perangkat ini tidak dikenal kantor. Hubungi kantor.');
  throw new OfficeRefused(
    said ? [said.title, said.detail].filter(Boolean).join(': ') : `Kantor menolak (${answer.status}).`,
  );
}

/** The office's time: a phone's clock may be off by days. */
export async function officeTime(): Promise<Date> {
  const { now } = z.object({ now: z.iso.datetime() }).parse(await (await askOffice('clock')).json());
  return new Date(now);
}
