import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LinkDown } from '#messaging';
import { logger } from '#observability';
import { queryRows, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { forgetWords } from './delivery/forget-words.js';
import { forgetOrphans } from './delivery/provider-ref.js';
import type { Outgoing } from './outgoing.js';
import { giveUpClaim } from './sending/claim-next.js';
import { holdLane } from './sending/record-outcome.js';
import { SendLane } from './sending/send-lane.js';
import type { Pacing } from './pacing.js';

const log = logger('wake-lanes');
const lanesAtOnce = 20;
const lanesSideBySide = 5;
const holdAfterTroubleMs = 5_000;
const forgetEveryMs = 6 * 3_600_000;

/**
 * Looks after what no event brings back: persons whose hold is over, replies whose gap was waited for, and messages whose
 * sender has died. A few lanes side by side, and none while the link is down.
 */
@Injectable()
export class WakeLanes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private looking = Promise.resolve();
  private forgotAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly sendLane: SendLane,
    private readonly pacing: Pacing,
  ) {}

  onApplicationBootstrap(): void {
    this.looking = this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let isMore = false;
      try {
        isMore = await this.lookOnce();
      } catch (error) {
        if (!(error instanceof LinkDown))
          log.warn({ err: error }, 'could not look after the waiting messages; trying again');
      }
      if (!isMore)
        await pause(this.pacing.wakeEveryMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** @returns whether there were more lanes than were looked after at once */
  private async lookOnce(): Promise<boolean> {
    await this.giveUpStaleClaims();
    await this.forget();
    if (!this.sendLane.open) return false;
    const due = await queryRows<{ contact: string }>(
      this.dataSource,
      `select contact from lane
        where (not_before <= now() or look_at <= now()) and coalesce(not_before <= now(), true)
        order by least(not_before, look_at) limit $1`,
      [lanesAtOnce],
    );
    // A few at a time: what waited for a moment is not made to wait for everybody before it.
    for (let begin = 0; begin < due.length; begin += lanesSideBySide) {
      await Promise.all(due.slice(begin, begin + lanesSideBySide).map(({ contact }) => this.wake(contact)));
    }
    await this.resolveForgotten();
    return due.length === lanesAtOnce;
  }

  private async wake(lane: string): Promise<void> {
    if (this.stopping.signal.aborted) return;
    try {
      await this.sendLane.send(lane, new Map(), this.stopping.signal);
    } catch (error) {
      if (error instanceof LinkDown) throw error;
      if (this.stopping.signal.aborted) return;
      log.warn({ err: error }, 'a message could not be sent; trying again');
      await this.unitOfWork.run((tx) => holdLane(tx, lane, holdAfterTroubleMs));
    }
  }

  private async giveUpStaleClaims(): Promise<void> {
    const stale = await queryRows<Outgoing>(
      this.dataSource,
      `select * from outgoing
        where state = 'sending' and claimed_at < now() - make_interval(secs => $1) order by place limit 100`,
      [this.pacing.leaseMs / 1_000],
    );
    for (const message of stale) await giveUpClaim(this.unitOfWork, message);
  }

  /** Messages whose person could not be asked for when they were queued: intake was away for longer than the retries. */
  private async resolveForgotten(): Promise<void> {
    const waiting = await queryRows<Outgoing>(
      this.dataSource,
      `select * from outgoing where state = 'queued' and lane is null
          and created_at < now() - make_interval(secs => $1) order by place limit $2`,
      [this.pacing.leaseMs / 1_000, lanesAtOnce],
    );
    for (const message of waiting) {
      const lane = await this.sendLane.findLane(message, new Map());
      if (lane !== undefined) await this.wake(lane);
    }
  }

  private async forget(): Promise<void> {
    if (performance.now() - this.forgotAt < forgetEveryMs && this.forgotAt !== 0) return;
    this.forgotAt = performance.now();
    await this.unitOfWork.run(forgetOrphans);
    await this.unitOfWork.run(forgetWords);
  }
}
