import { z } from 'zod';
import { type OfficerNews, relayEntry } from '../../src/officer/officer-news.js';
import type { Records } from './records.js';

const relayList = z.object({
  madeAt: z.iso.datetime(),
  entries: z.array(relayEntry.extend({ toldAt: z.iso.datetime().nullable() })),
});
export type RelayList = z.output<typeof relayList>;

export function findRelay(records: Records): Promise<RelayList | undefined> {
  return records.find('relay', 'list', relayList);
}

/** A newer list takes the place of the one before; ticks that the office has not seen yet stay. */
export async function takeRelay(records: Records, { madeAt, relay }: OfficerNews): Promise<void> {
  if (relay === null) return;
  const before = await findRelay(records);
  const ticks = new Map(before?.entries.map(({ messageId, toldAt }) => [messageId, toldAt]));
  const entries = relay.map((entry) => ({ ...entry, toldAt: ticks.get(entry.messageId) ?? null }));
  await records.put('relay', 'list', { madeAt, entries } satisfies RelayList);
}

/** Ticks news off, or takes the tick back as long as it has not left. */
export async function tick(records: Records, messageId: string, at: Date | null): Promise<void> {
  const list = await findRelay(records);
  if (!list) return;
  const entries = list.entries.map((entry) =>
    entry.messageId === messageId ? { ...entry, toldAt: at?.toISOString() ?? null } : entry,
  );
  await records.put('relay', 'list', { ...list, entries } satisfies RelayList);
}
