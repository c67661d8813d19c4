import { ProblemError } from '#boot';
import type { Tx } from '#outbox';

/**
 * What a printer uses up beside blanks, to the piece, in the blanks' own shape: `consumable` says what lies in a station's
 * cabinet and what its printer has loaded, `consumable_movement` how it came there, and the two move together, in one
 * transaction, here and nowhere else: `on_hand` is the sum of the movements.
 */
export const consumableItems = ['ribbon', 'film', 'laminate', 'cleaning-kit'] as const;
export type ConsumableItem = (typeof consumableItems)[number];
export type ConsumableKind = 'received' | 'borrowed' | 'lent' | 'loaded' | 'spoiled' | 'returned' | 'counted';

export interface ConsumableMove {
  readonly stationId: string;
  readonly item: ConsumableItem;
  readonly kind: ConsumableKind;
  /** Whole units that come (+) or go (-). */
  readonly quantity: number;
  readonly by: string;
  readonly reportNo?: string | undefined;
  readonly otherParty?: string | undefined;
  readonly note?: string | undefined;
}

export interface Consumable {
  readonly onHand: number;
  readonly isLoaded: boolean;
  readonly printsOnLoaded: number;
}

/** The row of an item, locked; made when the item first comes. */
export async function lockConsumable(tx: Tx, stationId: string, item: ConsumableItem): Promise<Consumable> {
  await tx.query('insert into consumable (station_id, item) values ($1, $2) on conflict do nothing', [stationId, item]);
  const [row] = await tx.query<Consumable>(
    `select on_hand as "onHand", is_loaded as "isLoaded", prints_on_loaded as "printsOnLoaded"
       from consumable where station_id = $1 and item = $2 for update`,
    [stationId, item],
  );
  if (!row) throw new Error('a row that was just made is there');
  return row;
}

/** @throws ProblemError 409 `not-on-hand`: more would go than lie there */
export async function moveConsumable(tx: Tx, move: ConsumableMove): Promise<Consumable> {
  const { stationId, item, kind, quantity } = move;
  const before = await lockConsumable(tx, stationId, item);
  const onHand = before.onHand + quantity;
  if (onHand < 0) throw new ProblemError(409, 'not-on-hand', 'Not as many lie in the cabinet', `${before.onHand} do`);
  const isLoading = kind === 'loaded';
  const after = {
    onHand,
    isLoaded: before.isLoaded || isLoading,
    printsOnLoaded: isLoading ? 0 : before.printsOnLoaded,
  };
  await tx.query(
    `update consumable set on_hand = $3, is_loaded = $4, prints_on_loaded = $5 where station_id = $1 and item = $2`,
    [stationId, item, after.onHand, after.isLoaded, after.printsOnLoaded],
  );
  if (quantity === 0) return after;
  await tx.query(
    `insert into consumable_movement (station_id, item, kind, quantity, report_no, other_party, prints, moved_by, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      stationId,
      item,
      kind,
      quantity,
      move.reportNo ?? null,
      move.otherParty ?? null,
      isLoading && before.isLoaded ? before.printsOnLoaded : null,
      move.by,
      move.note ?? null,
    ],
  );
  return after;
}

/** A card, good or spoiled, has used one print of everything that is loaded. */
export async function countPrint(tx: Tx, stationId: string): Promise<void> {
  await tx.query('update station set cards_made = cards_made + 1 where station_id = $1', [stationId]);
  await tx.query(
    "update consumable set prints_on_loaded = prints_on_loaded + 1 where station_id = $1 and is_loaded and item <> 'cleaning-kit'",
    [stationId],
  );
}
