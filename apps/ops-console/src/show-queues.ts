import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ProblemError, Roles } from '#boot';
import { managementApi } from '#messaging';
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

export interface QueueShown {
  readonly queue: string;
  /** Ready, in hand, and on their way out. */
  readonly messages: number;
  readonly ready: number;
  readonly consumers: number;
}

/** The broker's queues; undefined where no monitoring user is configured. @throws ProblemError 502 */
export async function listQueues(config: Config): Promise<QueueShown[] | undefined> {
  const url = config.RABBITMQ_MONITOR_URL;
  if (url === undefined) return undefined;
  const vhost = decodeURIComponent(new URL(config.AMQP_URL).pathname.slice(1)) || '/';
  try {
    const found = queues.parse(
      await managementApi(url)('GET', `/api/queues/${encodeURIComponent(vhost)}?disable_stats=false`),
    );
    return found.map((queue) => ({
      queue: queue.name,
      messages: queue.messages,
      ready: queue.messages_ready,
      consumers: queue.consumers,
    }));
  } catch {
    throw new ProblemError(502, 'broker-unreachable', 'The broker’s management does not answer');
  }
}

@ApiTags('operation')
@Roles('head', 'ops', 'admin')
@Controller('queues')
export class ShowQueues {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  @ApiOperation({ summary: 'The broker’s queues, where a monitoring user is configured' })
  @ApiProblems({ 502: 'broker-unreachable' })
  async list(): Promise<{ queues: QueueShown[]; monitored: boolean }> {
    const found = await listQueues(this.config);
    return { queues: found ?? [], monitored: found !== undefined };
  }
}
