import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { capabilities, CapabilityChanged, publicNote } from '#contracts';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { listCapabilities, shownCapability } from './show-capabilities.js';

const byName = z.object({ capability: z.enum(capabilities) });
const word = z.strictObject({
  state: z.enum(['up', 'down']),
  /** For citizens while it is down; an empty field of a form is none. */
  publicNote: z.preprocess((given) => (given === '' ? undefined : given), publicNote.optional()),
});
const list = z.object({ capabilities: z.array(shownCapability) });

const changes = counter('loket_capability_changes_total', 'Words of the operator on what works outside', [
  'capability',
  'state',
]);

/** What works outside and what does not, one by one (domain 8.1): probes see the links, the operator says the rest. */
@ApiTags('operation')
@Controller('capabilities')
export class SetCapability {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({
    summary: 'Every capability: up or down, since when, by probe or by operator, and what citizens read',
  })
  @ApiZodResponse(200, list)
  async list(): Promise<z.output<typeof list>> {
    return { capabilities: await listCapabilities(this.dataSource) };
  }

  @Post(':capability')
  @HttpCode(200)
  @Roles('ops', 'admin', 'head')
  @ApiOperation({ summary: 'The operator’s word: printing and requests that need it are held while it is down' })
  @ApiZodResponse(200, list, 'kept; the same again changes nothing')
  @ApiProblems({ 400: 'invalid-request', 409: 'always-up' })
  async set(
    @ZodParams(byName) { capability }: z.output<typeof byName>,
    @ZodBody(word) said: z.output<typeof word>,
    @Req() request: Request,
  ): Promise<z.output<typeof list>> {
    if (capability === 'INTAKE')
      throw new ProblemError(409, 'always-up', 'Requests are taken in whatever else is down', 'INTAKE is our own');
    const clerk = clerkOf(request).id;
    const note = said.state === 'down' ? (said.publicNote ?? null) : null;
    await this.unitOfWork.run(async (tx) => {
      const [changed] = await tx.query<{ since: Date }>(
        `insert into capability as known (capability, state, since, public_note, set_by)
         select $1, $2, now(), $3, $4 where $2 = 'down' or exists (select 1 from capability where capability = $1)
         on conflict (capability) do update set
           since = case when known.state = excluded.state then known.since else excluded.since end,
           state = excluded.state, public_note = excluded.public_note, set_by = excluded.set_by
          where (known.state, known.public_note) is distinct from (excluded.state, excluded.public_note)
         returning since`,
        [capability, said.state, note, clerk],
      );
      if (!changed) return;
      await tx.emit(CapabilityChanged, {
        capability,
        state: said.state,
        since: changed.since.toISOString(),
        source: 'operator',
        ...(note === null ? {} : { publicNote: note }),
      });
      tx.afterCommit(() => changes.inc({ capability, state: said.state }));
    });
    return { capabilities: await listCapabilities(this.dataSource) };
  }
}
