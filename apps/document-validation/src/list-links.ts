import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import type { Link } from '#link';
import { z } from 'zod';
import { queueOf } from '#contracts';
import { flow } from './flow.js';
import { DISKOMINFO } from './check-population-register.js';
import { CONFIG, type Config } from './config.js';

const links = z.array(
  z.object({
    link: z.string(),
    way: z.enum(['primary', 'backup']),
    /**
     * `closed`: carries, all well. `ramp`: carries, coming back. `open`: down; with every way down its consumers are paused.
     * `standby`: up, and carries nothing. `unused`: the register is asked by hand.
     */
    state: z.enum(['closed', 'open', 'ramp', 'standby', 'unused']),
    since: z.iso.datetime(),
    cause: z.string().nullable(),
    /** What the register itself said: its quota is used up, it refuses our access, or it misses something in our request. */
    detail: z.enum(['quota', 'access', 'request']).nullable(),
    /** Nobody asks before then. */
    until: z.iso.datetime().nullable(),
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
    const { name, state, ways, way: carrying } = this.diskominfo;
    const isUnused = this.config.REGISTER_MODE === 'manual';
    return ways.map(({ way, isUp, since, failing }) => ({
      link: name,
      way,
      state: isUnused ? 'unused' : !isUp ? 'open' : way === carrying ? state : 'standby',
      since: since.toISOString(),
      cause: isUp ? null : (failing?.cause ?? null),
      detail: isUp ? null : (failing?.detail ?? null),
      until: isUp ? null : (failing?.until?.toISOString() ?? null),
      queue: queueOf(flow.service, 'check-population-register'),
    }));
  }
}
