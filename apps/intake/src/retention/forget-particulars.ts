import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { Territory } from '../territory.js';
import { eraseParticulars, erasePictures } from './erase-request.js';
import { hasEnded, isFree } from './may-end.js';

const isDue = `particulars_erased_at is null and ${hasEnded}
  and last_moved_at < now() - $2::float8 * interval '1 day' and ${isFree('application')}`;

/** Who made a request is forgotten `retention.particularsDays` after it has ended; the request itself stays, nameless. */
@Injectable()
export class ForgetParticulars implements DueWork {
  readonly name = 'forget particulars';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select id, traceparent from application where ${isDue} order by last_moved_at limit $1`,
      [limit, this.territory.region.retention.particularsDays],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [due] = await tx.query<{ pictures: boolean }>(
        `select pictures_erased_at is null as pictures from application where id = $1 and ${isDue} for update skip locked`,
        [id, this.territory.region.retention.particularsDays],
      );
      if (!due) return;
      // A picture outlives nobody it shows.
      if (due.pictures) await erasePictures(tx, id, 'retention');
      await eraseParticulars(tx, id, 'retention');
    });
  }
}
