import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams, ZodQuery } from '#boot';
import { CardArrived, CardDispatched, CardMissed } from '#contracts';
import { attribute, counter, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { type Card, getAndLockCard } from '../card/locked-card.js';
import { afterCursor, cursorAfter, pageQuery } from '../page-of.js';
import { clerkServing } from '../station/serving-clerk.js';

const missed = counter('loket_cards_missed_total', 'Cards that did not come with their manifest', ['office']);
const path = z.object({ id: z.uuid() });
const jobIds = z.array(z.uuid()).max(500);
const sending = z.object({
  fromOffice: z.string().max(60),
  toOffice: z.string().max(60),
  /** Who takes them: a flight, a boat, an officer's journey. */
  carrier: z.string().trim().min(2).max(120),
  leavesOn: z.iso.date(),
  jobIds: jobIds.min(1),
  note: z.string().trim().max(300).optional(),
});
const arrival = z.object({ arrived: jobIds.default([]), missing: jobIds.default([]) });
const query = pageQuery.extend({ fromOffice: z.string().max(60).optional(), toOffice: z.string().max(60).optional() });
const manifest = z.object({
  manifestId: z.uuid(),
  fromOffice: z.string(),
  toOffice: z.string(),
  carrier: z.string().nullable(),
  leavesOn: z.string().nullable(),
  sentAt: z.iso.datetime(),
  cards: z.int(),
  inTransit: z.int(),
  missing: z.int(),
});
const list = z.object({ manifests: z.array(manifest), nextCursor: z.string().nullable() });
const whole = manifest.extend({
  list: z.array(z.object({ jobId: z.uuid(), applicationId: z.uuid(), kind: z.string(), state: z.string() })),
});
type Row = Omit<z.infer<typeof manifest>, 'sentAt'> & { sentAt: Date; micros: string };

const columns = `m.id as "manifestId", m.from_office as "fromOffice", m.to_office as "toOffice", m.carrier, m.leaves_on::text as "leavesOn",
  m.sent_at as "sentAt", (extract(epoch from m.sent_at) * 1000000)::bigint::text as micros,
  (select count(*)::int from card c where c.manifest_id = m.id) as cards,
  (select count(*)::int from card c where c.manifest_id = m.id and c.state = 'in_transit') as "inTransit",
  (select count(*)::int from card c where c.manifest_id = m.id and c.state = 'missing') as missing`;

/** Cards travel together on a manifest; at the other end each is ticked off, and what does not come is looked for. */
@ApiTags('dispatch')
@Controller('manifests')
export class SendManifest {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post()
  @HttpCode(201)
  @Roles('clerk', 'print-operator')
  @ApiZodResponse(201, z.object({ manifestId: z.uuid(), cards: z.int() }))
  @ApiProblems({ 404: 'card-not-found', 409: 'card-not-to-dispatch, card-goes-elsewhere' })
  send(@ZodBody(sending) given: z.infer<typeof sending>, @Req() request: Request) {
    const clerk = clerkServing(request, given.fromOffice);
    const manifestId = randomUUID();
    const unique = [...new Set(given.jobIds)].sort();
    return this.unitOfWork.run(async (tx) => {
      await tx.query(
        'insert into manifest (id, from_office, to_office, carrier, leaves_on, note, sent_by) values ($1, $2, $3, $4, $5, $6, $7)',
        [manifestId, given.fromOffice, given.toOffice, given.carrier, given.leavesOn, given.note ?? null, clerk.id],
      );
      for (const jobId of unique) {
        await this.withCard(tx, jobId, 'dispatch card', async (card) => {
          if (card.state !== 'to_dispatch')
            throw new ProblemError(409, 'card-not-to-dispatch', 'A card of the list does not wait to be sent', jobId);
          if (card.office !== given.toOffice || card.printedAtOffice !== given.fromOffice)
            throw new ProblemError(409, 'card-goes-elsewhere', 'A card of the list goes another way', jobId);
          await tx.query(
            "update card set state = 'in_transit', manifest_id = $2, dispatched_at = now() where job_id = $1",
            [jobId, manifestId],
          );
          await tx.emit(CardDispatched, { ...factsOf(card), manifestId });
        });
      }
      return { manifestId, cards: unique.length };
    });
  }

  @Get()
  @Roles('clerk', 'print-operator', 'head', 'ops', 'admin')
  @ApiZodResponse(200, list)
  async list(@ZodQuery(query) given: z.infer<typeof query>): Promise<z.infer<typeof list>> {
    const { fromOffice, toOffice, limit, cursor } = given;
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row>(
        `select ${columns} from manifest m
          where ($1::text is null or from_office = $1) and ($2::text is null or to_office = $2)
            and (sent_at, id) > (to_timestamp(0) + $3::bigint * interval '1 microsecond', $4::uuid)
          order by sent_at, id limit $5`,
        [fromOffice ?? null, toOffice ?? null, ...afterCursor(cursor), limit],
      ),
    );
    return list.parse({
      manifests: rows.map((row) => ({ ...row, sentAt: row.sentAt.toISOString() })),
      nextCursor: cursorAfter(
        rows.map(({ micros, manifestId }) => ({ micros, id: manifestId })),
        limit,
      ),
    });
  }

  @Get(':id')
  @Roles('clerk', 'print-operator', 'head', 'ops', 'admin')
  @ApiZodResponse(200, whole)
  @ApiProblems({ 404: 'manifest-not-found' })
  show(@ZodParams(path) { id }: z.infer<typeof path>): Promise<z.infer<typeof whole>> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<Row>(`select ${columns} from manifest m where id = $1`, [id]);
      if (!row) throw new ProblemError(404, 'manifest-not-found', 'There is no such manifest');
      const cards = await tx.query(
        'select job_id as "jobId", application_id as "applicationId", kind, state from card where manifest_id = $1 order by job_id',
        [id],
      );
      return whole.parse({ ...row, sentAt: row.sentAt.toISOString(), list: cards });
    });
  }

  /** Ticked off at the other end. What is missing waits for a person; it may still come. */
  @Post(':id/arrival')
  @HttpCode(200)
  @Roles('clerk', 'print-operator')
  @ApiZodResponse(200, z.object({ arrived: z.int(), missing: z.int() }))
  @ApiProblems({ 404: 'manifest-not-found, card-not-found', 409: 'card-not-on-manifest, card-void' })
  arrive(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(arrival) given: z.infer<typeof arrival>,
    @Req() request: Request,
  ) {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ to: string }>('select to_office as to from manifest where id = $1', [id]);
      if (!row) throw new ProblemError(404, 'manifest-not-found', 'There is no such manifest');
      clerkServing(request, row.to);
      const done = { arrived: 0, missing: 0 };
      const ticked = [
        ...given.arrived.map((jobId) => ({ jobId, came: true })),
        ...given.missing.map((jobId) => ({ jobId, came: false })),
      ].sort((one, other) => one.jobId.localeCompare(other.jobId));
      for (const { jobId, came } of ticked) {
        await this.withCard(tx, jobId, came ? 'receive card' : 'miss card', async (card) => {
          if (card.manifestId !== id)
            throw new ProblemError(409, 'card-not-on-manifest', 'A card of the list is not on this manifest', jobId);
          if (came && (await receiveCard(tx, card))) done.arrived += 1;
          if (!came && card.state === 'in_transit') {
            await tx.query("update card set state = 'missing', missed_at = now() where job_id = $1", [jobId]);
            missed.inc({ office: card.office });
            await tx.emit(CardMissed, { ...factsOf(card), manifestId: id });
            done.missing += 1;
          }
        });
      }
      return done;
    });
  }

  private async withCard(tx: Tx, id: string, name: string, work: (card: Card) => Promise<void>): Promise<void> {
    const card = await getAndLockCard(tx, id);
    const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
    await inSpan(name, { attributes: about, links: [card.traceparent ?? undefined] }, () => work(card));
  }
}

/**
 * A card lies at its pick-up office now; also one that was thought missing. Said twice it is done once.
 * @returns whether it is news
 * @throws ProblemError 409 `card-void`: another card was made for it; this one is to be destroyed
 */
export async function receiveCard(tx: Tx, card: Card): Promise<boolean> {
  if (card.state === 'ready' || card.state === 'handed_over') return false;
  if (card.state === 'void')
    throw new ProblemError(409, 'card-void', 'This card is void: destroy it, another one was made', card.jobId);
  await tx.query("update card set state = 'ready', arrived_at = now() where job_id = $1", [card.jobId]);
  await tx.emit(CardArrived, factsOf(card));
  return true;
}

export const factsOf = ({ jobId, applicationId, answers, office }: Card) => ({ jobId, applicationId, answers, office });
