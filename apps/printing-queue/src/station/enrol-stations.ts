import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';

/**
 * Gives each station of the environment its row and key before the first request: its stock hangs on it. One that is no
 * longer named there keeps its ledger and loses its key; a revoked one stays revoked; one that was registered over the API
 * is left alone.
 */
@Injectable()
export class EnrolStations implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    const stations = Object.entries(this.config.STATION_KEYS);
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        "update station set key_hash = null where source = 'environment' and not station_id = any($1::text[])",
        [stations.map(([stationId]) => stationId)],
      );
      await tx.query(
        `insert into station (station_id, office, key_hash) select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (station_id) do update set office = excluded.office, key_hash = excluded.key_hash
           where station.source = 'environment' and station.revoked_at is null`,
        [
          stations.map(([stationId]) => stationId),
          stations.map(([, { office }]) => office),
          stations.map(([, { keyHash }]) => keyHash),
        ],
      );
    });
  }
}
