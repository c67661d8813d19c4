import { z } from 'zod';

/** How a list is paged: `after` is the `next` of the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(100).optional(),
});

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where the next page begins: behind this row. Milliseconds are what a Date holds, so columns of cursors are cut to them. */
export function cursorOf(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** Undefined for a missing or a broken cursor: the list then begins anew. */
export function readCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch {
    return undefined;
  }
}
