import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { Territory } from '../territory.js';
import { countErased } from './erase-request.js';

const isDue = `application_id is null and state <> 'erased' and received_at < now() - $2::float8 * interval '1 day'`;

/** Photos that never came to a request end after `retention.looseFilesDays`: nobody works with them. */
@Injectable()
export class ForgetLooseFiles implements DueWork {
  readonly name = 'forget loose file';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id from document where ${isDue} order by received_at limit $1`, [
      limit,
      this.territory.region.retention.looseFilesDays,
    ]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [due] = await tx.query<{ store_key: string | null }>(
        `select store_key from document where id = $1 and ${isDue} for update skip locked`,
        [id, this.territory.region.retention.looseFilesDays],
      );
      if (!due) return;
      if (due.store_key !== null) await tx.query('insert into file_to_remove (store_key) values ($1)', [due.store_key]);
      await tx.query(
        `with copies as (delete from document_copy where document_id = $1 returning store_key)
         insert into file_to_remove (store_key) select store_key from copies`,
        [id],
      );
      await tx.query(
        "update document set state = 'erased', store_key = null, sha256 = null, size = null, superseded = true where id = $1",
        [id],
      );
      countErased(tx, 'documents', 'retention', due.store_key === null ? 0 : 1);
    });
  }
}
