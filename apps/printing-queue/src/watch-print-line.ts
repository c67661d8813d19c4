import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { fetch } from 'undici';
import { announceLink, Link } from '#link';
import { LinkDown } from '#messaging';
import { logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.js';

const log = logger('printing-queue');

/**
 * Looks whether SIAK's printing line is there, where the office has named its address: nothing of ours is sent over it,
 * so nothing else would notice. Any HTTP answer means up.
 */
@Injectable()
export class WatchPrintLine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly link: Link | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const url = config.SIAK_PRINT_URL;
    if (url === undefined) return;
    this.link = new Link({ name: 'diskominfo-print', probe: (signal) => ask(url, signal), callTimeoutMs: 5_000 });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { link, config } = this;
    const url = config.SIAK_PRINT_URL;
    if (!link || url === undefined) return;
    await announceLink(link, this.dataSource, this.unitOfWork);
    this.timer = setInterval(() => {
      // While it is down the link probes by itself.
      if (link.state === 'open') return;
      link
        .call((signal) => ask(url, signal))
        .catch((error: unknown) => {
          if (!(error instanceof LinkDown))
            log.warn({ err: error, link: link.name }, 'could not look at the printing line');
        });
    }, config.SIAK_PRINT_LOOK_SECONDS * 1_000);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.link?.stop();
  }
}

async function ask(url: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(url, { method: 'HEAD', signal, redirect: 'manual' });
  await answer.body?.cancel();
}
