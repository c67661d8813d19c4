import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, clerkOf, Roles } from '#boot';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './access/office-scope.js';
import { countByState } from './show-applications.js';

const counts = z.object({
  /** Requests by state. */
  states: z.record(z.string(), z.int()),
  /** Print jobs of which nobody knows whether a card came out. */
  heldPrintJobs: z.int(),
  /** Messages on the parked desk. */
  parked: z.int(),
});

/** How much waits where, from the console's own copy: it is there whichever service is away. */
@ApiTags('applications')
@Controller('counts')
export class ShowCounts {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'Requests by state, held print jobs, parked messages' })
  @ApiZodResponse(200, counts)
  async show(@Req() request: Request): Promise<z.output<typeof counts>> {
    const [states, [others]] = await Promise.all([
      countByState(this.dataSource, officeOf(clerkOf(request))),
      queryRows<{ held: number; parked: number }>(
        this.dataSource,
        `select (select count(*)::int from print_job where state = 'held') as held,
                (select count(*)::int from parked_message where state = 'open') as parked`,
      ),
    ]);
    return { states, heldPrintJobs: others?.held ?? 0, parked: others?.parked ?? 0 };
  }
}
