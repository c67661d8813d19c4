import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles } from '#boot';
import { queueOf } from '#contracts';
import { Link } from '#link';
import { logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { z } from 'zod';
import { flow } from './flow.js';
import { findStop, liftStop } from './sending/stop-sending.js';

const log = logger('show-links');
const links = z.array(
  z.object({
    link: z.string(),
    way: z.enum(['primary', 'backup']),
    /** `closed`: all well. `open`: down, its consumer is paused. `ramp`: coming back. */
    state: z.enum(['closed', 'open', 'ramp']),
    since: z.iso.datetime(),
    cause: z.string().nullable(),
    /** The queue in which messages wait while it is down. */
    queue: z.string(),
  }),
);
const sending = z.object({
  /** Set while WhatsApp refuses everything we send and a person must look. */
  stopped: z.object({ errorClass: z.string(), errorCode: z.int().nullable(), since: z.iso.datetime() }).nullable(),
});

/** How this service sees the way to WhatsApp, and the act that lets sending begin again after a person has looked. */
@ApiTags('links')
@Controller()
export class ShowLinks {
  constructor(
    private readonly link: Link,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('links')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'The links of this service and since when they are so' })
  @ApiZodResponse(200, links)
  showLinks(): z.infer<typeof links> {
    const { name, state, since, cause } = this.link;
    return [
      {
        link: name,
        way: 'primary',
        state,
        since: since.toISOString(),
        cause: state === 'closed' ? null : (cause ?? null),
        queue: queueOf(flow.service, 'send-whatsapp-message'),
      },
    ];
  }

  @Get('sending')
  @Roles('clerk', 'reviewer', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'Whether sending has stopped until a person looks, and why' })
  @ApiZodResponse(200, sending)
  async showSending(): Promise<z.infer<typeof sending>> {
    const stop = await this.unitOfWork.run((tx) => findStop(tx));
    return { stopped: stop ? { ...stop, since: stop.since.toISOString() } : null };
  }

  @Post('sending/resumption')
  @HttpCode(204)
  @Roles('ops', 'admin')
  @ApiOperation({ summary: 'Let sending begin again after WhatsApp had refused everything' })
  @ApiProblems({ 409: 'sending-not-stopped' })
  async resume(@Req() request: Request): Promise<void> {
    const lifted = await this.unitOfWork.run((tx) => liftStop(tx));
    if (!lifted) throw new ProblemError(409, 'sending-not-stopped', 'Sending has not stopped');
    log.info({ actor: clerkOf(request).id }, 'sending may begin again');
  }
}
