import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ProblemError, Roles } from '#boot';
import { queryRows } from '#outbox';
import { eventExchange, managementApi } from '#messaging';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { CONFIG, type Config } from './config.js';

const queues = z.array(
  z.looseObject({
    name: z.string(),
    vhost: z.string().default('/'),
    messages: z.int().default(0),
    messages_ready: z.int().default(0),
    consumers: z.int().default(0),
  }),
);

const bindings = z.array(z.looseObject({ destination: z.string(), source: z.string(), routing_key: z.string() }));

export interface QueueShown {
  readonly queue: string;
  /** Ready, in hand, and on their way out. */
  readonly messages: number;
  readonly ready: number;
  readonly consumers: number;
  /**
   * About how long the oldest message has waited. The broker does not tell; but a queue is worked off in order, so of n messages
   * the oldest is the n-th youngest event that goes there, which the copy of all events knows. Null where nothing waits, or
   * where it cannot be said: in wait queues and on the parked desk.
   */
  readonly oldestSeconds: number | null;
}

/** Looked for no further back: what has waited longer is as old as that at least. */
const lookBack = '7 days';

/** The broker's queues; undefined where no monitoring user is configured. @throws ProblemError 502 */
export async function listQueues(config: Config, dataSource: DataSource): Promise<QueueShown[] | undefined> {
  const url = config.RABBITMQ_MONITOR_URL;
  if (url === undefined) return undefined;
  const vhost = decodeURIComponent(new URL(config.AMQP_URL).pathname.slice(1)) || '/';
  try {
    const api = managementApi(url);
    const at = encodeURIComponent(vhost);
    const [found, bound] = await Promise.all([
      api('GET', `/api/queues/${at}?disable_stats=false`).then((read) => queues.parse(read)),
      api('GET', `/api/bindings/${at}`).then((read) => bindings.parse(read)),
    ]);
    const typesOf = Map.groupBy(
      bound.filter(({ source }) => source === eventExchange),
      ({ destination }) => destination,
    );
    return await Promise.all(
      found.map(async (queue) => ({
        queue: queue.name,
        messages: queue.messages,
        ready: queue.messages_ready,
        consumers: queue.consumers,
        oldestSeconds: await oldestIn(
          dataSource,
          queue.messages,
          typesOf.get(queue.name)?.map(({ routing_key: key }) => key) ?? [],
        ),
      })),
    );
  } catch {
    throw new ProblemError(502, 'broker-unreachable', 'The broker’s management does not answer');
  }
}

/** @param keys of the queue's bindings: `<type>.v<version>`, with the office behind it, or `#` */
async function oldestIn(dataSource: DataSource, messages: number, keys: readonly string[]): Promise<number | null> {
  if (messages === 0 || keys.length === 0) return null;
  const types = keys.map((key) => key.replace(/\.v\d+(\..*)?$/, ''));
  // What the copy itself waits for is younger than all it has.
  const takesAll = keys.includes('#');
  const [row] = await queryRows<{ seconds: number }>(
    dataSource,
    `select extract(epoch from now() - time)::int as seconds from event
      where time > now() - interval '${lookBack}' and ($3::boolean or type = any($1::text[]))
      order by time desc offset $2 limit 1`,
    [types, takesAll ? 0 : messages - 1, takesAll],
  );
  return row ? Math.max(0, row.seconds) : null;
}

@ApiTags('operation')
@Roles('head', 'ops', 'admin')
@Controller('queues')
export class ShowQueues {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The broker’s queues, where a monitoring user is configured' })
  @ApiProblems({ 502: 'broker-unreachable' })
  async list(): Promise<{ queues: QueueShown[]; monitored: boolean }> {
    const found = await listQueues(this.config, this.dataSource);
    return { queues: found ?? [], monitored: found !== undefined };
  }
}
