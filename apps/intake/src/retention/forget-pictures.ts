import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { Territory } from '../territory.js';
import { erasePictures } from './erase-request.js';
import { hasEnded, isFree } from './may-end.js';

const isDue = `pictures_erased_at is null and ${hasEnded}
  and last_moved_at < now() - $2::float8 * interval '1 day' and ${isFree('application')}`;

/** Pictures of documents end `retention.picturesDays` after their request has ended. */
@Injectable()
export class ForgetPictures implements DueWork {
  readonly name = 'forget pictures';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select id, traceparent from application where ${isDue} order by last_moved_at limit $1`,
      [limit, this.territory.region.retention.picturesDays],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query(`select 1 from application where id = $1 and ${isDue} for update skip locked`, [
        id,
        this.territory.region.retention.picturesDays,
      ]);
      if (due.length > 0) await erasePictures(tx, id, 'retention');
    });
  }
}
