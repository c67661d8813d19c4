import { z } from 'zod';
import { classifyError } from '../error-classes.js';
import type { Rejected } from '../outbound-message.js';

const graphError = z.looseObject({
  error: z.looseObject({
    code: z.number(),
    error_subcode: z.number().optional().catch(undefined),
    fbtrace_id: z.string().optional().catch(undefined),
  }),
});

/** An answer of the Graph API that is one of its own errors; undefined for anything else (a proxy's HTML page, say). */
export function readGraphError(answer: {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}): (Rejected & { subcode?: number }) | undefined {
  const parsed = graphError.safeParse(readJson(answer.body));
  if (!parsed.success) return undefined;
  const { code, error_subcode: subcode, fbtrace_id: providerTrace } = parsed.data.error;
  return {
    kind: 'rejected',
    ...classifyError(code, answer.status),
    code,
    subcode,
    httpStatus: answer.status,
    retryAfterMs: retryAfter(answer.headers['retry-after']),
    providerTrace,
  };
}

/** A 4xx without a Graph error in it: rejected all the same, by its status alone. */
export function rejectedByStatus(status: number, headers: Record<string, string | string[] | undefined>): Rejected {
  const retryAfterMs = retryAfter(headers['retry-after']);
  const told = { kind: 'rejected', known: false, httpStatus: status, retryAfterMs } as const;
  if (status === 401 || status === 403) return { ...told, class: 'token' };
  if (status === 429) return { ...told, class: 'slow_sender' };
  return { ...told, class: 'our_fault' };
}

export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(typeof header === 'string' && header !== '' ? header : Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 86_400) * 1000 : undefined;
}
