import { z } from 'zod';

/** Query of every list: a page of at most 200, going on after the cursor of the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{13,16}\.[0-9a-f-]{36}$/, 'must be the cursor of the page before')
    .optional(),
});

/** Where a page begins: after this instant (microseconds) and id. */
export function afterCursor(cursor: string | undefined): readonly [micros: string, id: string] {
  const [micros = '0', id = '00000000-0000-0000-0000-000000000000'] = cursor?.split('.') ?? [];
  return [micros, id];
}

/** The cursor of the next page; null on the last one. */
export function cursorAfter(
  rows: readonly { readonly micros: string; readonly id: string }[],
  limit: number,
): string | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last ? `${last.micros}.${last.id}` : null;
}
