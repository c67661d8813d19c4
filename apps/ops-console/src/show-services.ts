import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import { metrics } from '#observability';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { reachable, urlOf } from './access/services.js';
import { CONFIG, type Config } from './config.js';
import { readFigures } from './service-figures/read-figures.js';

const shown = z.object({
  service: z.string(),
  /** `not-ready`: it answers and says what it lacks. */
  state: z.enum(['ready', 'not-ready', 'away']),
  /** What it lacks, in its own words for operators. */
  missing: z.string().nullable(),
  outbox: z.object({ waiting: z.int(), setAside: z.int(), oldestSeconds: z.int() }).nullable(),
  paused: z.array(z.object({ queue: z.string(), link: z.string() })),
});
const answer = z.object({ services: z.array(shown) });
type Shown = z.output<typeof shown>;
export type ServicesShown = z.output<typeof answer>;

const patience = 2_500;
const mostBytes = 4 * 1024 * 1024;
const agent = new Agent({
  connect: { timeout: 2_000 },
  keepAliveTimeout: 10_000,
  connections: 4,
  maxResponseSize: mostBytes,
});
const lacks = z.object({ detail: z.string().max(2_000) });

/** How each service gets on, by its own word: its readiness and its figures, which every service answers anyway. */
@ApiTags('operation')
@Roles('head', 'ops', 'admin')
@Controller('services')
export class ShowServices {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  @ApiOperation({
    summary: 'Each service: ready or not, how far its outbox is behind, which consumers wait for a link',
  })
  @ApiZodResponse(200, answer)
  async list(): Promise<ServicesShown> {
    const own = async (): Promise<Shown> => ({
      ...{ service: 'ops-console', state: 'ready', missing: null },
      ...mutable(await metrics.metrics()),
    });
    const asked = reachable.map((service) => askService(service, urlOf(service, this.config)));
    return { services: await Promise.all([...asked, own()]) };
  }
}

async function askService(service: string, url: string): Promise<Shown> {
  try {
    const [ready, figures] = await Promise.all(['/health/ready', '/metrics'].map((path) => get(url + path)));
    const read = mutable(figures?.status === 200 ? figures.text : '');
    if (ready?.status === 200) return { service, state: 'ready', missing: null, ...read };
    const told = lacks.safeParse(JSON.parse(ready?.text ?? '{}'));
    return { service, state: 'not-ready', missing: told.success ? told.data.detail : null, ...read };
  } catch {
    return { service, state: 'away', missing: null, outbox: null, paused: [] };
  }
}

async function get(address: string): Promise<{ readonly status: number; readonly text: string }> {
  const answered = await fetch(address, {
    signal: AbortSignal.timeout(patience),
    redirect: 'error',
    dispatcher: agent,
  });
  return { status: answered.status, text: await answered.text() };
}

function mutable(text: string): Pick<Shown, 'outbox' | 'paused'> {
  const { outbox, paused } = readFigures(text);
  return { outbox, paused: [...paused] };
}
