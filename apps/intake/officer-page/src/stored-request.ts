import { z } from 'zod';
import { requestResult, type RequestResult } from '../../src/bundle/request-result.js';
import { particulars } from '../../src/particulars/check-particulars.js';
import type { Records } from './records.js';

/** A photo of a document; its bytes are a record of their own. */
export const keptPhoto = z.object({
  photoId: z.uuid(),
  as: z.string(),
  size: z.number(),
  sha256: z.string(),
  /** What looked wrong and was kept all the same. */
  fault: z.string().nullable(),
});
export type KeptPhoto = z.output<typeof keptPhoto>;

/** What is being typed: nothing of it is lost when the phone is switched off. */
export const draft = z.object({ form: z.record(z.string(), z.string()), photos: z.array(keptPhoto) });
export type Draft = z.output<typeof draft>;

export const storedRequest = z.object({
  requestId: z.uuid(),
  takenAt: z.iso.datetime(),
  /** Enough to know it again: the name is masked. */
  shownAs: z.string(),
  kindTitle: z.string(),
  /** Null once the office has it: then this device forgets the person. */
  particulars: particulars.nullable(),
  photos: z.array(keptPhoto),
  /** When it was last put into a file for the stick. */
  carriedAt: z.iso.datetime().nullable(),
  result: requestResult.nullable(),
});
export type StoredRequest = z.output<typeof storedRequest>;

export async function listRequests(records: Records): Promise<StoredRequest[]> {
  const all = await records.list('request', storedRequest);
  return all.toSorted((a, b) => b.takenAt.localeCompare(a.takenAt));
}

/** What the office has not said a word about yet. */
export function waiting(requests: readonly StoredRequest[]): StoredRequest[] {
  return requests.filter(({ result }) => result === null).toReversed();
}

/** The office has spoken: what it has taken in is wiped here, what it refuses stays to be put right. */
export async function settle(records: Records, result: RequestResult): Promise<void> {
  const request = await records.find('request', result.requestId, storedRequest);
  if (!request) return;
  const isTaken = result.outcome !== 'refused';
  await records.put('request', request.requestId, {
    ...request,
    result,
    ...(isTaken ? { particulars: null, photos: [] } : {}),
  });
  if (isTaken) await forgetPhotos(records, request.photos);
}

export async function forgetRequest(records: Records, request: StoredRequest): Promise<void> {
  await records.remove('request', request.requestId);
  await forgetPhotos(records, request.photos);
}

export async function forgetPhotos(records: Records, photos: readonly KeptPhoto[]): Promise<void> {
  for (const { photoId } of photos) await records.remove('photo', photoId);
}
