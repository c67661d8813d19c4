import { Injectable } from '@nestjs/common';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { PersonalData } from './personal-data.js';
import type { Due, DueWork } from './poll.js';

/** So many rows a search itself brings up to date before it looks. */
const mostAtOnce = 500;
const mostWords = 12;

/** Gives names the fingerprints by which they are found: soon after they were written, and at the latest when somebody searches. */
@Injectable()
export class IndexNames implements DueWork {
  readonly name = 'index names';
  readonly everyMs = 30_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async find(limit: number): Promise<Due[]> {
    const rows = await this.pending(limit);
    return rows.map(({ id }) => ({ id }));
  }

  async handle(id: string): Promise<void> {
    const rows = await queryRows<Named>(
      this.dataSource,
      'select id, sealed_name from application where id = $1 and name_index is null and sealed_name is not null',
      [id],
    );
    await this.index(rows);
  }

  async catchUp(): Promise<void> {
    await this.index(await this.pending(mostAtOnce));
  }

  /** The fingerprints that a name, or a part of one, is looked for by. */
  fingerprintsOf(name: string): string[] {
    return wordsOf(name).map((word) => this.personalData.index('name-word', word));
  }

  private pending(limit: number): Promise<Named[]> {
    return queryRows<Named>(
      this.dataSource,
      'select id, sealed_name from application where name_index is null and sealed_name is not null order by created_at limit $1',
      [limit],
    );
  }

  private async index(rows: readonly Named[]): Promise<void> {
    if (rows.length === 0) return;
    const indexed = rows.map(({ id, sealed_name }) => ({
      id,
      sealed_name,
      name_index: this.fingerprintsOf(this.personalData.open(sealed_name, `application.name:${id}`)),
    }));
    // A name that was changed meanwhile keeps waiting.
    await this.dataSource.query(
      `update application a set name_index = given.name_index
         from jsonb_to_recordset($1::jsonb) as given (id uuid, sealed_name text, name_index text[])
        where a.id = given.id and a.sealed_name = given.sealed_name`,
      [JSON.stringify(indexed)],
    );
  }
}

interface Named {
  readonly id: string;
  readonly sealed_name: string;
}

/** The words of a name as they are compared: capitals without accents; titles and initials of one letter are none. */
export function wordsOf(name: string): string[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);
  return [...new Set(words)].slice(0, mostWords);
}
