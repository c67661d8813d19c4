import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { logger } from '#observability';
import { queryRows, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { PLACES, type Places } from './places.js';
import { rebuildProjections } from './rebuild-projections.js';

const log = logger('projections');

/** After an upgrade that brought a new projection: makes all of them anew, once, while the console already answers. */
@Injectable()
export class CompleteProjections implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    @Inject(PLACES) private readonly places: Pick<Places, 'calendar'>,
  ) {}

  onApplicationBootstrap(): void {
    this.complete().catch((error: unknown) =>
      log.warn({ err: error }, 'the projections are incomplete; run POST /projections/rebuild'),
    );
  }

  private async complete(): Promise<void> {
    const missing = await queryRows(
      this.dataSource,
      'select 1 from application a where not exists (select 1 from request_fact f where f.application_id = a.id) limit 1',
    );
    if (missing.length === 0) return;
    const events = await rebuildProjections(this.unitOfWork, this.places.calendar);
    log.info({ count: events }, 'made the projections anew');
  }
}
