import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { Territory } from '../territory.js';
import { countErased } from './erase-request.js';
import { hasEnded, isFree } from './may-end.js';
import { listForRemoval } from './remove-erased-files.js';

const isDue = `store_key is not null and not exists (
    select 1 from application a where a.id = document.application_id and not (${isFree('a')}))
  and (quarantined_at < now() - $3::float8 * interval '1 day'
    or exists (select 1 from document_copy c where c.document_id = document.id) and exists (
      select 1 from application a where a.id = document.application_id and a.${hasEnded}
         and a.last_moved_at < now() - $2::float8 * interval '1 day'))`;

/**
 * A file as it was sent, with all that a stranger's device has put into it, is needed until its request has ended; then the
 * safe copies say the same (`retention.originalsDays`). An infected one has no copy and goes by itself (`quarantineDays`).
 */
@Injectable()
export class ForgetOriginals implements DueWork {
  readonly name = 'forget original';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id from document where ${isDue} order by received_at limit $1`, [
      limit,
      ...this.days(),
    ]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const gone = await tx.query<{ store_key: string }>(
        `select store_key from document where id = $1 and ${isDue} for update skip locked`,
        [id, ...this.days()],
      );
      if (gone.length === 0) return;
      await tx.query('update document set store_key = null where id = $1', [id]);
      await listForRemoval(tx, gone);
      countErased(tx, 'originals', 'retention', 1);
    });
  }

  private days(): [number, number] {
    const { originalsDays, quarantineDays } = this.territory.region.retention;
    return [originalsDays, quarantineDays];
  }
}
