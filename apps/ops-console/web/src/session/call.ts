import { csrf } from './visitor.js';

/** What a service answered instead of what was asked for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    /** 0: no answer at all, the line is down. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** One call by way of the console to a service. @throws Refused */
async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answered: Response;
  try {
    // No headers of its own where none are needed: the page's head has asked for the first answers already (first-frame.ts), and
    // a browser gives those to a call that is just like it.
    answered = await fetch(path, init);
  } catch {
    throw new Refused(0, 'offline', 'offline');
  }
  const text = await answered.text();
  const body: unknown = text === '' ? undefined : readJson(text);
  if (answered.ok) return body as T;
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (answered.status === 401) location.assign('/masuk');
  throw new Refused(
    answered.status,
    typeof problem['code'] === 'string' ? problem['code'] : `status-${answered.status}`,
    wordsOf(problem) || `Gagal (${answered.status})`,
    problem,
  );
}

export function read<T>(path: string): Promise<T> {
  return call<T>(path);
}

/** @param key Idempotency-Key: the same act sent twice is one */
export function act<T>(path: string, body: unknown = {}, key?: string): Promise<T> {
  return call<T>(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': csrf,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  });
}

export function upload<T>(path: string, file: Blob): Promise<T> {
  return call<T>(path, {
    method: 'POST',
    headers: { 'content-type': file.type || 'application/octet-stream', 'x-csrf-token': csrf },
    body: file,
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A problem in words: its title, what it is about, and each field that is wrong. */
function wordsOf(problem: Readonly<Record<string, unknown>>): string {
  const fields = Array.isArray(problem['problems']) ? problem['problems'] : [];
  const lines = fields.map(
    (one: { text?: string; path?: string; message?: string }) => one.text ?? `${one.path}: ${one.message}`,
  );
  return [problem['title'], problem['detail'], ...lines].filter((part) => typeof part === 'string').join('. ');
}
