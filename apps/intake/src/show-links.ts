import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import { queueOf } from '#contracts';
import { Link } from '#link';
import { z } from 'zod';
import { flow } from './flow.js';

const links = z.array(
  z.object({
    link: z.string(),
    way: z.enum(['primary', 'backup']),
    /** `closed`: all well. `open`: down, its consumer is paused. `ramp`: coming back. */
    state: z.enum(['closed', 'open', 'ramp']),
    since: z.iso.datetime(),
    cause: z.string().nullable(),
    /** The queue in which files wait while it is down. */
    queue: z.string(),
  }),
);

/** How this service sees the way to WhatsApp. */
@ApiTags('links')
@Controller('links')
export class ShowLinks {
  constructor(private readonly link: Link) {}

  @Get()
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'The links of this service and since when they are so' })
  @ApiZodResponse(200, links)
  show(): z.output<typeof links> {
    const { name, state, since, cause } = this.link;
    const why = state === 'closed' ? null : (cause ?? null);
    return [
      {
        link: name,
        way: 'primary',
        state,
        since: since.toISOString(),
        cause: why,
        queue: queueOf(flow.service, 'fetch-media'),
      },
    ];
  }
}
