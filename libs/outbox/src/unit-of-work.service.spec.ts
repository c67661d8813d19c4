import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WhatsappMediaAnnounced } from '#contracts';
import { type TestDatabase, testDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './database.js';
import { CreateOutboxAndInbox1760000000000 } from './migration.js';
import { Outbox } from './outbox.js';
import { UnitOfWork } from './unit-of-work.js';

let database: TestDatabase;
let dataSource: DataSource;
let unitOfWork: UnitOfWork;
let outbox: Outbox;

beforeAll(async () => {
  database = await testDatabase('intake', [CreateOutboxAndInbox1760000000000]);
  await database.query('create table note (id uuid primary key, place int check (place < 100))');
  await database.query('grant all on note to intake_app');
  dataSource = createDataSource({ url: database.appUrl, applicationName: 'test' });
  await dataSource.initialize();
  unitOfWork = new UnitOfWork(dataSource, 'intake');
  outbox = new Outbox(dataSource);
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

const about = (messageId: string) => ({ messageId, documentId: messageId });
const notes = async () => (await database.query('select id from note')).length;
const saidOf = async (id: string) =>
  (await outbox.next(1_000, [])).filter(({ subject, body }) => subject === id || body.includes(id));

describe('a unit of work', () => {
  it('keeps effects and events in the order they were said, and calls who waits for the commit', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    let committed = 0;
    await unitOfWork.run(async (tx) => {
      tx.afterCommit(() => (committed += 1));
      await tx.query('insert into note (id) values ($1)', [ids[0]]);
      for (const id of ids) await tx.emit(WhatsappMediaAnnounced, about(id));
    });
    expect(committed).toBe(1);
    const said = (await outbox.next(1_000, [])).map(({ body }) => body);
    expect(said).toEqual(ids.map((id) => JSON.stringify(about(id))));
  });

  it('keeps nothing when the work fails, and the connection serves the next one', async () => {
    const before = await notes();
    const id = randomUUID();
    for (let time = 0; time < 12; time += 1) {
      await expect(
        unitOfWork.run(async (tx) => {
          await tx.query('insert into note (id) values ($1)', [randomUUID()]);
          await tx.emit(WhatsappMediaAnnounced, about(id));
          await tx.query('insert into note (id, place) values ($1, 100)', [randomUUID()]);
        }),
      ).rejects.toMatchObject({ code: '23514' });
    }
    expect(await notes()).toBe(before);
    expect(await saidOf(id)).toEqual([]);
    await unitOfWork.run((tx) => tx.query('insert into note (id) values ($1)', [randomUUID()]));
    expect(await notes()).toBe(before + 1);
  });

  it('is no success when somebody swallowed the error of a statement', async () => {
    const swallowing = (events: boolean) =>
      unitOfWork.run(async (tx) => {
        await tx.query('insert into note (id, place) values ($1, 100)', [randomUUID()]).catch(() => []);
        if (events) await tx.emit(WhatsappMediaAnnounced, about(randomUUID()));
      });
    await expect(swallowing(false)).rejects.toThrow('had failed');
    await expect(swallowing(true)).rejects.toMatchObject({ code: '25P02' });
  });

  it('lets TypeORM nest with savepoints', async () => {
    const kept = randomUUID();
    await unitOfWork.run(async (tx) => {
      await tx.query('insert into note (id) values ($1)', [kept]);
      const nested = tx.manager.transaction((manager) =>
        manager.query('insert into note (id, place) values ($1, 100)', [randomUUID()]),
      );
      await expect(nested).rejects.toMatchObject({ code: '23514' });
    });
    expect(await database.query('select 1 from note where id = $1', [kept])).toHaveLength(1);
  });
});

describe('a kept plan', () => {
  it('of a table that a migration has changed costs one failed try at most', async () => {
    await database.query('create table migrated (id uuid primary key, size int)');
    await database.query('grant all on migrated to intake_app');
    const sizeOf = () => unitOfWork.run((tx) => tx.query('select size from migrated where id = $1', [randomUUID()]));
    for (let time = 0; time < 5; time += 1) await sizeOf();
    await database.query('alter table migrated alter size type text');
    const outcomes = await Promise.allSettled([sizeOf()]);
    expect(outcomes).toMatchObject([{ status: 'rejected', reason: { code: '0A000' } }]);
    for (let time = 0; time < 12; time += 1) expect(await sizeOf()).toEqual([]);
  });
});

describe('storing by one statement', () => {
  const statement = {
    name: 'test-note',
    text: 'with fresh as (insert into note (id) select unnest($2::uuid[]) on conflict do nothing returning id)',
  };
  const store = (ids: readonly string[]) =>
    unitOfWork.store(statement, [ids], (say) => {
      for (const id of ids) say(id, WhatsappMediaAnnounced, about(id));
    });

  it('says events of new rows only, also when two store the same at once', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const results = await Promise.all([store([one]), store([one]), store([one])]);
    expect(results.map((fresh) => fresh.size).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
    expect(await store([one, two])).toEqual(new Set([two]));
    expect(await saidOf(one)).toHaveLength(1);
    expect(await saidOf(two)).toHaveLength(1);
  });

  it('keeps neither rows nor events when it fails', async () => {
    const id = randomUUID();
    const failing = {
      name: 'test-fails',
      text: `${statement.text}, broken as (insert into note (id, place) values ($3, 100))`,
    };
    await expect(
      unitOfWork.store(failing, [[id], randomUUID()], (say) => say(id, WhatsappMediaAnnounced, about(id))),
    ).rejects.toMatchObject({ code: '23514' });
    expect(await database.query('select 1 from note where id = $1', [id])).toEqual([]);
    expect(await saidOf(id)).toEqual([]);
  });
});

describe('the outbox', () => {
  it('marks what was published and reads the rest in one turn', async () => {
    const all = await outbox.next(1_000, []);
    const [first, second] = all;
    if (!first || !second) throw new Error('nothing waits');
    const rest = await outbox.next(1_000, [first.id, second.id]);
    expect(rest.map(({ id }) => id)).toEqual(all.slice(2).map(({ id }) => id));
    expect(
      await outbox.next(
        0,
        rest.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect((await outbox.backlog()).waiting).toBe(0);
  });

  it('relaxes durability for its own mark and for nothing after it', async () => {
    const small = createDataSource({ url: database.appUrl, applicationName: 'test', poolSize: 1 });
    await small.initialize();
    await new Outbox(small).next(10, [randomUUID()]);
    expect(await small.query('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await small.destroy();
  });
});
