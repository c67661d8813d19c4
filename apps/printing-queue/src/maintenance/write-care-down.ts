import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams, ZodQuery } from '#boot';
import { type Tx, UnitOfWork } from '#outbox';
import { moveConsumable } from '../consumable/consumable-ledger.js';
import { clerkServing } from '../station/serving-clerk.js';
import { faults } from './note-fault.js';

const path = z.object({ id: z.uuid() });
const note = z.string().trim().min(3).max(500);
const body = z.discriminatedUnion('kind', [
  /** `usedKit`: one cleaning kit of the station's cabinet went into it. */
  z.object({ kind: z.literal('cleaning'), note, usedKit: z.boolean().default(false) }),
  z.object({ kind: z.literal('service'), note }),
  z.object({ kind: z.literal('fault'), note }),
  z.object({ kind: z.literal('repair'), note }),
  z.object({ kind: z.literal('note'), note }),
]);
const query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().positive().optional(),
});
const answer = z.object({
  entries: z.array(
    z.object({
      entryId: z.int(),
      kind: z.string(),
      note: z.string(),
      cards: z.int().nullable(),
      by: z.string(),
      at: z.iso.datetime(),
      repairedAt: z.iso.datetime().nullable(),
      repairNote: z.string().nullable(),
    }),
  ),
});
interface Asset {
  readonly office: string;
  readonly sort: string;
  readonly stationId: string | null;
  readonly cards: number | null;
}

/** The log of one machine: cleaned, serviced, broken, repaired. */
@ApiTags('maintenance')
@Controller('assets/:id/entries')
export class WriteCareDown {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post()
  @HttpCode(201)
  @Roles('print-operator', 'admin', 'ops')
  @ApiZodResponse(201, z.object({ kind: z.string() }))
  @ApiProblems({ 404: 'asset-not-found', 409: 'fault-open, no-fault-open, not-on-hand' })
  write(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<{ kind: string }> {
    return this.unitOfWork.run(async (tx) => {
      const [asset] = await tx.query<Asset>(
        `select a.office, a.sort, a.station_id as "stationId", s.cards_made as cards
           from asset a left join station s using (station_id) where a.id = $1 and a.retired_at is null for update of a`,
        [id],
      );
      if (!asset) throw new ProblemError(404, 'asset-not-found', 'There is no such machine in use');
      const clerk = clerkServing(request, asset.office);
      if (given.kind === 'repair') await this.repair(tx, id, clerk.id, given.note);
      else await this.enter(tx, id, asset, given, clerk.id);
      return { kind: given.kind };
    });
  }

  @Get()
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodQuery(query) { limit, before }: z.infer<typeof query>,
  ): Promise<z.infer<typeof answer>> {
    type Row = Omit<z.infer<typeof answer>['entries'][number], 'at' | 'repairedAt'>;
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row & { at: Date; repairedAt: Date | null }>(
        `select id::int as "entryId", kind, note, cards, written_by as by, written_at as at, repaired_at as "repairedAt", repair_note as "repairNote"
           from asset_entry where asset_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
        [id, before ?? null, limit],
      ),
    );
    return {
      entries: rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        repairedAt: row.repairedAt?.toISOString() ?? null,
      })),
    };
  }

  private async repair(tx: Tx, id: string, by: string, text: string): Promise<void> {
    const closed = await tx.query(
      `update asset_entry set repaired_at = now(), repaired_by = $2, repair_note = $3
        where asset_id = $1 and kind = 'fault' and repaired_at is null returning 1`,
      [id, by, text],
    );
    if (closed.length === 0) throw new ProblemError(409, 'no-fault-open', 'No fault of this machine is open');
  }

  private async enter(
    tx: Tx,
    id: string,
    { sort, stationId, cards }: Asset,
    given: Exclude<z.infer<typeof body>, { kind: 'repair' }>,
    by: string,
  ): Promise<void> {
    const made = await tx.query(
      'insert into asset_entry (asset_id, kind, note, cards, written_by) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1',
      [id, given.kind, given.note, cards, by],
    );
    if (made.length === 0) throw new ProblemError(409, 'fault-open', 'A fault of this machine is open already');
    if (given.kind === 'fault') faults.inc({ sort });
    if (given.kind === 'service') await tx.query('update asset set serviced_at = now() where id = $1', [id]);
    if (given.kind !== 'cleaning') return;
    await tx.query('update asset set cleaned_at = now(), cards_at_cleaning = $2 where id = $1', [id, cards ?? 0]);
    if (!given.usedKit || stationId === null) return;
    await moveConsumable(tx, { stationId, item: 'cleaning-kit', kind: 'loaded', quantity: -1, by, note: given.note });
  }
}
