import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '../journal.js';
import type { LogLine, Media } from './log-line.js';

export interface MediaStore {
  put(from: Media['from'], file: { bytes: Buffer; mimeType: string; filename?: string }): Media;
  find(id: string): Media | undefined;
  read(id: string): Buffer | undefined;
  /** The query of a download URL that lives five minutes. */
  ticket(id: string): string;
  /** The id that a download URL is good for; undefined when it is forged or expired. */
  redeem(query: URLSearchParams): string | undefined;
}

const urlLivesSeconds = 300;

/** The files that went either way, as files in the state folder. */
export function openMediaStore(folder: string, log: Journal<LogLine>, secret: string): MediaStore {
  mkdirSync(folder, { recursive: true });
  const known = new Map<string, Media>();
  for (const line of log.lines()) if (line.kind === 'media') known.set(line.id, line);
  const pathOf = (id: string) => join(folder, id);
  const seal = (id: string, expires: string) =>
    createHmac('sha256', secret).update(`${id}.${expires}`).digest('base64url');

  return {
    put(from, { bytes, mimeType, filename }) {
      const id = String(randomInt(1e14, 2 ** 47));
      writeFileSync(pathOf(id), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const media: Media = {
        kind: 'media',
        at: new Date().toISOString(),
        id,
        from,
        mimeType,
        filename,
        sha256,
        bytes: bytes.length,
      };
      log.append(media);
      known.set(id, media);
      return media;
    },
    find: (id) => known.get(id),
    read: (id) => (known.has(id) && existsSync(pathOf(id)) ? readFileSync(pathOf(id)) : undefined),
    ticket(id) {
      const expires = String(Math.floor(Date.now() / 1000) + urlLivesSeconds);
      return new URLSearchParams({ mid: id, source: 'getMedia', ext: expires, hash: seal(id, expires) }).toString();
    },
    redeem(query) {
      const [id = '', expires = '', hash = ''] = ['mid', 'ext', 'hash'].map((name) => query.get(name) ?? '');
      const [given, right] = [Buffer.from(hash), Buffer.from(seal(id, expires))];
      const genuine = given.length === right.length && timingSafeEqual(given, right);
      return genuine && Number(expires) >= Date.now() / 1000 ? id : undefined;
    },
  };
}
