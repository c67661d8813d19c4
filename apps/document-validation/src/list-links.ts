import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import type { Link } from '#link';
import { z } from 'zod';
import { DISKOMINFO } from './check-population-register.js';
import { CONFIG, type Config } from './config.js';

const links = z.array(
  z.object({
    link: z.string(),
    way: z.enum(['primary', 'backup']),
    /** `closed`: all well. `open`: down, its consumers are paused. `ramp`: coming back. `unused`: the register is asked by hand. */
    state: z.enum(['closed', 'open', 'ramp', 'unused']),
    since: z.iso.datetime(),
    cause: z.string().nullable(),
    /** The queue in which requests wait while it is down. */
    queue: z.string(),
  }),
);

/** The outside networks this service needs, as it sees them now. */
@ApiTags('links')
@Controller('links')
export class ListLinks {
  constructor(
    @Inject(DISKOMINFO) private readonly diskominfo: Link,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Roles('clerk', 'reviewer', 'head', 'ops', 'admin')
  @Get()
  @ApiZodResponse(200, links)
  list(): z.infer<typeof links> {
    const { name, state, since, cause } = this.diskominfo;
    return [
      {
        link: name,
        way: 'primary',
        state: this.config.REGISTER_MODE === 'manual' ? 'unused' : state,
        since: since.toISOString(),
        cause: state === 'closed' ? null : (cause ?? null),
        queue: 'document-validation.check-population-register',
      },
    ];
  }
}
