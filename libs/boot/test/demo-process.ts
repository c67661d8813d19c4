import { get } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { Controller, Get, Module, Req, Sse, type OnModuleInit } from '@nestjs/common';
import { EventPattern, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Request } from 'express';
import { NEVER, startWith, type Observable } from 'rxjs';
import { boot, Health, port, readConfig, text } from '#boot';
import { attribute, inSpan, logger } from '#observability';
import { z } from 'zod';

const log = logger('demo');
const { PORT, TARGET, DATABASE_URL } = readConfig(
  z.object({ PORT: port, TARGET: text.default(''), DATABASE_URL: text.default('') }),
);
const health = new Health();
health.register('broker', () => undefined);

@Controller()
class Acts {
  @Get('slow')
  async slow() {
    log.info('slow began');
    await later(600);
    return { done: true };
  }

  @Sse('stream')
  stream(): Observable<{ data: string }> {
    return NEVER.pipe(startWith({ data: 'first' }));
  }

  @Get('reject')
  reject() {
    void Promise.reject(new Error('nobody caught NIK 6503990101900001'));
    return {};
  }

  @Get('story')
  story(@Req() request: Request) {
    return inSpan(
      'tell story',
      { attributes: { [attribute.applicationId]: 'a-1', said: '6281234567890' } },
      async () => {
        log.info({ method: request.method }, 'telling');
        await (await fetch(`${TARGET}/fetched?nik=1`)).text();
        await new Promise((resolve) => get(`${TARGET}/got`, (answer) => answer.resume().on('end', resolve)));
        if (DATABASE_URL) await query();
        return {};
      },
    );
  }

  @EventPattern<string>('demo.fails')
  fails() {
    throw Object.assign(new Error('permanent'), { permanent: true });
  }
}

/** As the applications do: pg comes in by an ES import. */
async function query(): Promise<void> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: DATABASE_URL });
  await pool.query('select $1::text as told', ['6503990101900001']);
  await pool.end();
}

/** A broker that delivers one message and tells what happens to it and to itself. */
class DemoTransport extends Server implements CustomTransportStrategy {
  override propagatesEventHandlerErrors = true;

  listen(ready: () => void) {
    ready();
    void this.deliver();
  }

  private async deliver() {
    try {
      const result: unknown = await this.messageHandlers.get('demo.fails')?.({}, {});
      await this.transformToObservable(result).forEach(() => undefined);
      log.error('the handler seemed to succeed');
    } catch (error) {
      const same = error instanceof Error && 'permanent' in error;
      log.info({ outcome: same ? 'same error' : 'other error' }, 'delivered');
    }
  }

  close() {
    log.info('transport closed');
  }

  on() {}

  unwrap<T>(): T {
    throw new Error('nothing inside');
  }
}

@Module({ controllers: [Acts] })
class Demo implements OnModuleInit {
  async onModuleInit() {
    await later(50);
    log.info('module ready');
  }
}

await boot({
  service: 'demo',
  module: Demo,
  port: PORT,
  version: '1.0.0',
  health,
  transports: [new DemoTransport()],
  beforeStop: async () => log.info('before stop'),
});
