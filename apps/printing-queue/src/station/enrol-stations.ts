import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import type { StationKeys } from '../config.js';
import { STATION_KEYS } from './station-auth.js';

/** Gives each configured station its row before the first request: its stock hangs on it. One that is no longer configured keeps its ledger. */
@Injectable()
export class EnrolStations implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(STATION_KEYS) private readonly keys: StationKeys,
  ) {}

  async onModuleInit(): Promise<void> {
    const stations = Object.entries(this.keys);
    await this.unitOfWork.run((tx) =>
      tx.query(
        `insert into station (station_id, office) select * from unnest($1::text[], $2::text[])
         on conflict (station_id) do update set office = excluded.office`,
        [stations.map(([stationId]) => stationId), stations.map(([, { office }]) => office)],
      ),
    );
  }
}
