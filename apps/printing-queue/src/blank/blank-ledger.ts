import type { Tx } from '#outbox';

/**
 * The blanks of a station, to the piece (domain 4.3: blanks are accountable). `blank` says where each one is;
 * `blank_movement` says how it came there; `station.blanks_counted` is what must lie in the station's cabinet. The
 * three move together, in one transaction, here and nowhere else (invariant I7).
 */
export type BlankState = 'in_stock' | 'reserved' | 'used' | 'spoiled' | 'returned' | 'missing';
export type Movement =
  'received' | 'borrowed' | 'lent' | 'reserved' | 'released' | 'used' | 'spoiled' | 'returned' | 'counted';

export interface BlankMove {
  /** The station itself, or the member of staff. */
  readonly by: string;
  readonly jobId?: string;
  readonly note?: string | undefined;
  /** Of the report on a spoiled one. */
  readonly reportNo?: string | undefined;
  /** Whom it came from or went to. */
  readonly otherParty?: string | undefined;
}

/** Finds a blank that may take ink: the named one, or the station's oldest for `next`. Locks it. */
export async function findBlankInStock(tx: Tx, stationId: string, serial: string): Promise<string | undefined> {
  const [blank] = await tx.query<{ serial: string }>(
    `select serial from blank where station_id = $1 and state = 'in_stock' ${serial === 'next' ? '' : 'and serial = $2'}
      order by seq limit 1 for update skip locked`,
    serial === 'next' ? [stationId] : [stationId, serial],
  );
  return blank?.serial;
}

/** The blank is bound to a job: it has not left the cabinet's account yet. */
export const reserveBlank = (tx: Tx, serial: string, move: BlankMove) =>
  carry(tx, [serial], ['in_stock'], 'reserved', 'reserved', 0, move);

/** It was not fed after all. */
export const releaseBlank = (tx: Tx, serial: string, move: BlankMove) =>
  carry(tx, [serial], ['reserved'], 'in_stock', 'released', 0, move);

/** It is a card now. */
export const useBlank = (tx: Tx, serial: string, move: BlankMove) =>
  carry(tx, [serial], ['reserved', 'in_stock'], 'used', 'used', -1, move);

/** It is void; its destruction is recorded with it. */
export const spoilBlank = (tx: Tx, serial: string, move: BlankMove) =>
  carry(tx, [serial], ['reserved', 'in_stock'], 'spoiled', 'spoiled', -1, move);

/** Unusable ones of the cabinet, each by its report. */
export const spoilBlanks = (tx: Tx, serials: readonly string[], move: BlankMove) =>
  carry(tx, serials, ['in_stock'], 'spoiled', 'spoiled', -1, move);

/** They left the station for another office; they may come back. */
export const lendBlanks = (tx: Tx, serials: readonly string[], move: BlankMove) =>
  carry(tx, serials, ['in_stock'], 'returned', 'lent', -1, move);

/** They left the station: given back. */
export const returnBlanks = (tx: Tx, serials: readonly string[], move: BlankMove) =>
  carry(tx, serials, ['in_stock'], 'returned', 'returned', -1, move);

/** They should be there and are not. */
export const missBlanks = (tx: Tx, serials: readonly string[], move: BlankMove) =>
  carry(tx, serials, ['in_stock'], 'missing', 'counted', -1, move);

/**
 * New blanks of a station; what is borrowed may have been here before, been lent, and come back.
 * @returns how many were new; the others are known already and move nothing
 */
export async function receiveBlanks(
  tx: Tx,
  stationId: string,
  serials: readonly string[],
  move: BlankMove,
  how: 'received' | 'borrowed' = 'received',
): Promise<number> {
  const rows = await tx.query<{ serial: string }>(
    `insert into blank (serial, station_id, state)
       select serial, $2, 'in_stock' from unnest($1::text[]) with ordinality as given(serial, at) order by at
     on conflict ${how === 'borrowed' ? `(serial) do update set station_id = excluded.station_id, state = 'in_stock', moved_at = now() where blank.state = 'returned'` : 'do nothing'}
     returning serial`,
    [serials, stationId],
  );
  if (rows.length > 0)
    await enter(tx, stationId, how, rows.length, rows.length === 1 ? rows[0]?.serial : undefined, move);
  return rows.length;
}

/** @returns how many of the blanks moved; those in another state do not */
async function carry(
  tx: Tx,
  serials: readonly string[],
  from: readonly BlankState[],
  to: BlankState,
  kind: Movement,
  each: 0 | -1,
  move: BlankMove,
): Promise<number> {
  const rows = await tx.query<{ serial: string; stationId: string }>(
    `update blank set state = $3, job_id = case when $3 = 'in_stock' then null else coalesce($4::uuid, job_id) end, moved_at = now()
      where serial = any($1::text[]) and state = any($2::text[]) returning serial, station_id as "stationId"`,
    [serials, from, to, move.jobId ?? null],
  );
  for (const { serial, stationId } of rows) await enter(tx, stationId, kind, each, serial, move);
  return rows.length;
}

async function enter(
  tx: Tx,
  stationId: string,
  kind: Movement,
  quantity: number,
  serial: string | undefined,
  move: BlankMove,
): Promise<void> {
  await tx.query(
    `insert into blank_movement (station_id, kind, quantity, serial, job_id, moved_by, note, report_no, other_party)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      stationId,
      kind,
      quantity,
      serial ?? null,
      move.jobId ?? null,
      move.by,
      move.note ?? null,
      move.reportNo ?? null,
      move.otherParty ?? null,
    ],
  );
  if (quantity === 0) return;
  await tx.query('update station set blanks_counted = blanks_counted + $2 where station_id = $1', [
    stationId,
    quantity,
  ]);
}
