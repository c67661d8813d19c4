import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LinkLost, LinkRestored } from '#contracts';
import { queryRows, type Tx, type UnitOfWork } from '#outbox';
import { logger } from '#observability';
import type { DataSource } from 'typeorm';
import type { Way } from './circuit.js';
import type { Link } from './link.js';
import type { Failing, LinkCause, LinkDetail } from './link-failure.js';

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

/** Each way of a link is said apart, with what the far side said of its own trouble. */
export class LetLinksHaveTwoWays1760000400000 implements MigrationInterface {
  readonly name = 'LetLinksHaveTwoWays1760000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table link_said add column way text not null default 'primary' check (way in ('primary', 'backup')),
        add column detail text, add column until timestamptz;
      alter table link_said drop constraint link_said_pkey, add primary key (link, way)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from link_said where way <> 'primary';
      alter table link_said drop constraint link_said_pkey, add primary key (link);
      alter table link_said drop column way, drop column detail, drop column until`);
  }
}

const retryMs = 2_000;

interface Said {
  readonly way: Way;
  readonly lost: boolean;
  readonly cause: LinkCause;
  readonly since: Date;
  readonly detail: LinkDetail | null;
  readonly until: Date | null;
}

interface Word extends Failing {
  readonly way: Way;
  readonly lost: boolean;
  readonly since: Date;
}

/**
 * Starts a link and says `link.lost` and `link.restored` of each way as it changes, once whatever the number of replicas.
 * A way that was lost when the service last spoke begins as down and is probed. A link is lost only with all its ways:
 * so a backup is made known once, and taken back when the office no longer has it.
 * Needs {@link CreateLinkSaid1760000000001} and {@link LetLinksHaveTwoWays1760000400000}.
 */
export async function announceLink(link: Link, dataSource: DataSource, unitOfWork: UnitOfWork): Promise<void> {
  const log = logger('link');
  const known = await queryRows<Said>(
    dataSource,
    'select way, lost, cause, since, detail, until from link_said where link = $1',
    [link.name],
  );
  const lost = new Map<Way, boolean>(known.map((said) => [said.way, said.lost]));
  let pending = Promise.resolve();
  const say = (word: Word) => {
    lost.set(word.way, word.lost);
    pending = pending.then(() => sayUntilHeard(word));
  };
  async function sayUntilHeard(word: Word): Promise<void> {
    for (;;) {
      try {
        await unitOfWork.run((tx) => sayOnce(tx, link, unitOfWork.service, word));
        return;
      } catch (error) {
        log.warn({ link: link.name, way: word.way, err: error }, 'could not say that a link changed; trying again');
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
  }
  link.onWay(({ way, isUp, since, failing }) => {
    if ((lost.get(way) ?? false) === !isUp) return;
    say({ cause: 'timeout', ...failing, way, lost: !isUp, since });
  });
  const hasBackup = link.ways.some(({ way }) => way === 'backup');
  const backup = known.find(({ way }) => way === 'backup');
  const isTakenBack = backup?.lost === true && backup.cause === 'operator';
  const since = new Date();
  if (hasBackup && (!backup || isTakenBack)) say({ way: 'backup', lost: false, cause: 'operator', since });
  if (!hasBackup && backup?.lost === false) say({ way: 'backup', lost: true, cause: 'operator', since });
  await pending;
  link.start(
    Object.fromEntries(
      known
        .filter((said) => said.lost && !(said === backup && isTakenBack))
        .map(({ way, cause, since, detail, until }) => [
          way,
          { since, cause, ...(detail ? { detail } : {}), ...(until ? { until } : {}) },
        ]),
    ),
  );
}

async function sayOnce(tx: Tx, link: Link, seenBy: string, { way, lost, since, ...failing }: Word): Promise<void> {
  const changed = await tx.query(
    `insert into link_said (link, way, lost, cause, since, detail, until) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (link, way) do update set lost = excluded.lost, cause = excluded.cause, since = excluded.since,
       detail = excluded.detail, until = excluded.until
      where link_said.lost <> excluded.lost returning 1`,
    [link.name, way, lost, failing.cause, since, failing.detail ?? null, failing.until ?? null],
  );
  if (changed.length === 0) return;
  const about = { link: link.name, way, seenBy, since: since.toISOString() };
  if (!lost) {
    await tx.emit(LinkRestored, { ...about, cause: 'recovered' });
    return;
  }
  await tx.emit(LinkLost, {
    ...about,
    cause: failing.cause,
    ...(failing.detail ? { detail: failing.detail } : {}),
    ...(failing.until ? { until: failing.until.toISOString() } : {}),
  });
}
