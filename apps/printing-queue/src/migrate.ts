import { databaseUrl, readConfig } from '#boot';
import { migrate } from '#outbox';
import { z } from 'zod';
import { migrations } from './migrations/index.js';

const { DATABASE_OWNER_URL: url } = readConfig(z.object({ DATABASE_OWNER_URL: databaseUrl }));
try {
  const ran = await migrate({ url, migrations, applicationName: 'printing-queue:migrate' });
  process.stdout.write(`printing-queue: ${ran.length === 0 ? 'schema is up to date' : `ran ${ran.join(', ')}`}\n`);
} catch (error) {
  process.stderr.write(`printing-queue cannot migrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
