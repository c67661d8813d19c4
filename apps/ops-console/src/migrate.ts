import { databaseUrl, readConfig } from '#boot';
import { logger } from '#observability';
import { migrate } from '#outbox';
import { z } from 'zod';
import { migrations } from './migrations/index.js';

/** Brings the console's schema up to date with the owner's role, then ends. */
const { DATABASE_OWNER_URL } = readConfig(z.object({ DATABASE_OWNER_URL: databaseUrl }));
const log = logger('migrate');
try {
  const ran = await migrate({ url: DATABASE_OWNER_URL, migrations, applicationName: 'ops-console-migrate' });
  log.info(`ops-console's schema is up to date; ${ran.length} migrations ran`);
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, 'ops-console cannot migrate its schema; check DATABASE_OWNER_URL and its role');
  process.exit(1);
}
