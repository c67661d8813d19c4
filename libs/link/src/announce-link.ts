import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LinkLost, LinkRestored } from '#contracts';
import { queryRows, type UnitOfWork } from '#outbox';
import { logger } from '#observability';
import type { DataSource } from 'typeorm';
import type { Link } from './link.js';
import type { LinkCause } from './link-failure.js';

/** What a service has said of its links, so that a restart neither forgets an outage nor says it twice. */
export class CreateLinkSaid1760000000001 implements MigrationInterface {
  readonly name = 'CreateLinkSaid1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table link_said (link text primary key, lost boolean not null, cause text not null, since timestamptz not null)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table link_said');
  }
}

const retryMs = 2_000;

/**
 * Starts a link and says `link.lost` and `link.restored` as it changes, each once whatever the number of replicas.
 * A link that was lost when the service last spoke begins as down and is probed. Needs {@link CreateLinkSaid1760000000001}.
 */
export async function announceLink(link: Link, dataSource: DataSource, unitOfWork: UnitOfWork): Promise<void> {
  const log = logger('link');
  const [said] = await queryRows<{ lost: boolean; cause: LinkCause; since: Date }>(
    dataSource,
    'select lost, cause, since from link_said where link = $1',
    [link.name],
  );
  let pending = Promise.resolve();
  let lost = said?.lost ?? false;
  link.onChange(() => {
    const now = link.state === 'open';
    if (now === lost) return;
    lost = now;
    const since = link.since;
    const cause = link.cause ?? 'timeout';
    pending = pending.then(() => say(now, cause, since));
  });
  async function say(isLost: boolean, cause: LinkCause, since: Date): Promise<void> {
    for (;;) {
      try {
        await unitOfWork.run(async (tx) => {
          const changed = await tx.query(
            `insert into link_said (link, lost, cause, since) values ($1, $2, $3, $4)
             on conflict (link) do update set lost = excluded.lost, cause = excluded.cause, since = excluded.since
              where link_said.lost <> excluded.lost returning 1`,
            [link.name, isLost, cause, since],
          );
          if (changed.length === 0) return;
          const about = {
            link: link.name,
            way: 'primary',
            seenBy: unitOfWork.service,
            since: since.toISOString(),
          } as const;
          if (isLost) await tx.emit(LinkLost, { ...about, cause });
          else await tx.emit(LinkRestored, { ...about, cause: 'recovered' });
        });
        return;
      } catch (error) {
        log.warn({ link: link.name, err: error }, 'could not say that a link changed; trying again');
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
  }
  link.start(said?.lost ? { since: said.since, cause: said.cause } : undefined);
}
