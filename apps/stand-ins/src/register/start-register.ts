import { join } from 'node:path';
import { faultsOf } from '../faults.js';
import { openJournal } from '../journal.js';
import { runStandIn, type StandIn } from '../stand-in.js';
import { openRegistry } from './people.js';
import { registerFaults, type RegisterFaults } from './register-faults.js';
import { peopleRoutes, registerLine, registerRoutes } from './register-routes.js';

/** The population register's web service, with invented people. */
export function startRegister(settings: {
  port: number;
  wirePort?: number;
  host: string;
  folder: string;
}): Promise<StandIn> {
  const { folder, ...place } = settings;
  const log = openJournal(join(folder, 'log.ndjson'), registerLine);
  const registry = openRegistry(join(folder, 'people.json'));
  return runStandIn({
    ...place,
    wire: registerRoutes(registry, log),
    desk: peopleRoutes(registry),
    faults: faultsOf<RegisterFaults>({}),
    faultSchema: registerFaults,
    log: () => log.lines(),
  });
}
