import { act, upload } from '../session/call.js';
import type { Chosen } from './document-rows.js';

export interface Opened {
  readonly applicationId: string;
  readonly ticket: string;
  readonly warnings: readonly { readonly field: string; readonly code: string; readonly text: string }[];
}

/**
 * Opens a request, sends its files and submits it. Broken off half-way and sent again with the same key, it goes on with the
 * same request: intake knows the key, and a file that it has already counts once.
 */
export async function openAtCounter(
  particulars: Readonly<Record<string, string>>,
  files: readonly Chosen[],
  key: string,
  tell: (done: number, all: number) => void,
): Promise<Opened> {
  const filled = Object.fromEntries(
    Object.entries(particulars).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );
  const opened = await act<Opened>('/api/intake/applications', filled, key);
  const at = `/api/intake/applications/${opened.applicationId}`;
  for (const [nth, { as, file }] of files.entries()) {
    tell(nth + 1, files.length);
    await upload(`${at}/documents?as=${encodeURIComponent(as)}`, file);
  }
  if (files.length > 0) await act(`${at}/submission`);
  return opened;
}
