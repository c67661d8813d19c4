import { packBundle } from '../../src/bundle/container.js';
import { limits, type Manifest } from '../../src/bundle/manifest.js';
import type { Device } from './device.js';
import type { Records } from './records.js';
import { findRelay } from './relay.js';
import { listRequests, storedRequest, type StoredRequest, waiting } from './stored-request.js';

/** Below the bound of a bundle, with room for what sealing adds. */
const photoBytes = 12 * 1024 * 1024;

export interface MadeBundle {
  readonly bundleId: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly requestIds: readonly string[];
}

/**
 * Everything that the office does not have yet, in as many bundles as it takes, one at a time: a phone has little memory. A request
 * goes into every new bundle until the office has answered; it is known there by its id.
 */
export async function* makeBundles(records: Records, device: Device): AsyncGenerator<MadeBundle> {
  const relay = await findRelay(records);
  let told = (relay?.entries ?? []).flatMap(({ messageId, toldAt }) => (toldAt ? [{ messageId, at: toldAt }] : []));
  told = told.slice(0, limits.told);
  const groups = inGroups(waiting(await listRequests(records)));
  if (groups.length === 0 && told.length > 0) groups.push([]);
  for (const group of groups) {
    yield await makeBundle(records, device, group, told);
    told = [];
  }
}

/** Notes that a request left on a stick; it stays here until the office has answered. */
export async function noteCarried(records: Records, requestIds: readonly string[], at: Date): Promise<void> {
  for (const id of requestIds) {
    const request = await records.find('request', id, storedRequest);
    if (request) await records.put('request', id, { ...request, carriedAt: at.toISOString() });
  }
}

async function makeBundle(
  records: Records,
  { setting, signingKey }: Device,
  requests: readonly StoredRequest[],
  told: Manifest['told'],
): Promise<MadeBundle> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { photoId, sha256 } of requests.flatMap(({ photos }) => photos)) {
    const bytes = await records.findBytes('photo', photoId);
    if (!bytes) throw new Error('Sebuah foto hilang dari perangkat ini.');
    files.set(sha256, bytes);
  }
  const manifest: Manifest = {
    version: 1,
    bundleId: crypto.randomUUID(),
    deviceId: setting.deviceId,
    madeAt: new Date().toISOString(),
    requests: requests.map(({ requestId, takenAt, particulars, photos }) => ({
      ...{ requestId, takenAt, particulars },
      documents: photos.map(({ as, size, sha256 }) => ({ as, size, sha256, contentType: 'image/jpeg' })),
    })),
    told,
  };
  const bytes = await packBundle({ manifest, files }, signingKey, setting.officeKey);
  return { bundleId: manifest.bundleId, bytes, requestIds: requests.map(({ requestId }) => requestId) };
}

function inGroups(requests: readonly StoredRequest[]): StoredRequest[][] {
  const groups: StoredRequest[][] = [];
  let [group, bytes]: [StoredRequest[], number] = [[], 0];
  for (const request of requests) {
    const size = request.photos.reduce((sum, photo) => sum + photo.size, 0);
    if (group.length > 0 && (bytes + size > photoBytes || group.length >= limits.requests)) {
      groups.push(group);
      [group, bytes] = [[], 0];
    }
    group.push(request);
    bytes += size;
  }
  return group.length > 0 ? [...groups, group] : groups;
}
