import { Inject, Injectable } from '@nestjs/common';
import type { DocumentStore } from '#document-store';
import type { Tx } from '#outbox';
import { DataSource } from 'typeorm';
import { DOCUMENT_STORE } from '../document-storage.js';
import type { Due, DueWork } from '../poll.js';

/**
 * Removes files whose documents are erased. The list is written with the erasure; a crash or a store that is away leaves
 * the line standing, and what is not there any more is as good as removed.
 */
@Injectable()
export class RemoveErasedFiles implements DueWork {
  readonly name = 'remove erased file';
  readonly everyMs = 30_000;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query('select store_key as id from file_to_remove order by since limit $1', [limit]);
  }

  async handle(id: string): Promise<void> {
    await this.store.delete(id);
    await this.dataSource.query('delete from file_to_remove where store_key = $1', [id]);
  }
}

/** Lists files with the transaction that lets go of them; whoever wants them gone at once calls `handle` after it. */
export async function listForRemoval(tx: Tx, files: readonly { readonly store_key: string }[]): Promise<string[]> {
  const keys = files.map(({ store_key }) => store_key);
  if (keys.length > 0)
    await tx.query('insert into file_to_remove (store_key) select unnest($1::text[]) on conflict do nothing', [keys]);
  return keys;
}
