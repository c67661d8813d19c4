import type { StockItem } from '#contracts';
import type { Tx } from '#outbox';
import type { Reply } from './reply-to-citizen.js';
import type { Territory } from './territory.js';

export type StockLevel = 'enough' | 'low' | 'out';

const names: Readonly<Record<StockItem, string>> = {
  blanks: 'blangko',
  ribbon: 'ribbon',
  film: 'film',
  laminate: 'laminasi',
  'cleaning-kit': 'perlengkapan pembersih printer',
};

/** What the offices of the region lack at this moment, one a line; no line where printing has reported no shortage. */
export async function reportStock(tx: Tx, territory: Territory): Promise<Reply> {
  const rows = await tx.query<{ office: string; item: StockItem; level: 'low' | 'out'; since: Date }>(
    "select office, item, level, since from stock_seen where level <> 'enough' order by office, item",
    [],
  );
  const day = new Intl.DateTimeFormat('id-ID', { timeZone: territory.region.timeZone, dateStyle: 'long' });
  const lines = rows.flatMap(({ office, item, level, since }) => {
    const name = territory.office(office)?.name;
    if (name === undefined) return [];
    return [`${name}: ${names[item]} ${level === 'out' ? 'HABIS' : 'menipis'} sejak ${day.format(since)}`];
  });
  return { messageKey: 'blank-stock', lines };
}
