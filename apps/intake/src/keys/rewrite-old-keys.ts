import { Inject, Injectable } from '@nestjs/common';
import type { DocumentStore } from '#document-store';
import { counter } from '#observability';
import { DataSource } from 'typeorm';
import { DOCUMENT_STORE } from '../document-storage.js';
import { PersonalData } from '../personal-data.js';
import type { Due, DueWork } from '../poll.js';
import { filesOf, fileTables } from './file-places.js';
import { type SealedPlace, sealedPlaces } from './sealed-places.js';

const rewritten = counter('loket_key_rewritten_total', 'Values and files written anew under the newest data key', [
  'place',
]);
const portion = 500;
const filesAtOnce = 20;

/**
 * While LOKET_KEY names more than one key, what lies under an older one is written anew under the newest, in portions and
 * beside the daily work. Nothing is locked: a value is replaced only where it is still the one that was read.
 */
@Injectable()
export class RewriteOldKeys implements DueWork {
  readonly name = 'rewrite old keys';
  readonly everyMs = 1_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  async find(limit: number): Promise<Due[]> {
    const { keyId, isRotating } = this.personalData.writesWith;
    if (!isRotating) return [];
    const files = await fileTables(this.dataSource);
    const places = [...sealedPlaces.map(({ table }) => table), ...files.map(filesOf)];
    return this.dataSource.query(
      `select p.place as id from unnest($1::text[]) as p (place)
        where not exists (select 1 from key_rewrite k where k.place = p.place and k.key_id = $2 and k.done_at is not null)
        limit $3`,
      [places, keyId, limit],
    );
  }

  /** One portion of a place. */
  async handle(id: string): Promise<void> {
    const { keyId } = this.personalData.writesWith;
    const [begun]: { after: string }[] = await this.dataSource.query(
      `insert into key_rewrite (place, key_id) values ($1, $2)
       on conflict (place, key_id) do update set after = key_rewrite.after returning after`,
      [id, keyId],
    );
    const place = sealedPlaces.find(({ table }) => table === id);
    const after = begun?.after ?? '';
    const last = place ? await this.rewriteRows(place, after) : await this.rewriteFiles(id, after);
    await this.dataSource.query(
      `update key_rewrite set after = coalesce($3, after), done_at = case when $3::text is null then now() end
        where place = $1 and key_id = $2`,
      [id, keyId, last ?? null],
    );
  }

  /** @returns the last row looked at; undefined where there was none */
  private async rewriteRows({ table, id, columns }: SealedPlace, after: string): Promise<string | undefined> {
    const names = Object.keys(columns);
    // A place whose id is not unique (replies of one conversation) is read to the end of its last id.
    const rows: Record<string, string | null>[] = await this.dataSource.query(
      `select ${id.select}::text as id, ${names.join(', ')} from ${table}
        where ($1 = '' or ${id.select} > nullif($1, '')::${id.type})
        order by ${id.select} fetch first ${portion} rows with ties`,
      [after],
    );
    let count = 0;
    for (const row of rows) {
      for (const name of names) {
        const sealed = row[name];
        if (sealed === null || sealed === undefined) continue;
        const fresh = this.personalData.rewrite(sealed, `${columns[name]}:${row.id}`);
        if (fresh === undefined) continue;
        await this.dataSource.query(
          `update ${table} set ${name} = $3 where ${id.select} = $1::${id.type} and ${name} = $2`,
          [row.id, sealed, fresh],
        );
        count += 1;
      }
    }
    rewritten.inc({ place: table }, count);
    return rows.at(-1)?.id ?? undefined;
  }

  private async rewriteFiles(place: string, after: string): Promise<string | undefined> {
    const tables = await fileTables(this.dataSource);
    const table = tables.find((one) => filesOf(one) === place);
    if (table === undefined) return undefined;
    const rows: { store_key: string }[] = await this.dataSource.query(
      `select store_key from ${table} where store_key > $1 order by store_key limit ${filesAtOnce}`,
      [after],
    );
    const isNamed = tables.map((one) => `exists (select 1 from ${one} where store_key = $1::text)`).join(' or ');
    for (const { store_key } of rows) {
      if (!(await this.store.rewrite(store_key))) continue;
      rewritten.inc({ place });
      // Erased meanwhile (retention/): what was just written back must go as well.
      await this.dataSource.query(
        `insert into file_to_remove (store_key) select $1::text where not (${isNamed}) on conflict do nothing`,
        [store_key],
      );
    }
    return rows.at(-1)?.store_key;
  }
}
