import { databaseUrl, readConfig } from '#boot';
import { migrate } from '#outbox';
import { z } from 'zod';
import { migrations } from './migrations/index.js';

const { DATABASE_OWNER_URL } = readConfig(z.object({ DATABASE_OWNER_URL: databaseUrl }));
try {
  const ran = await migrate({ url: DATABASE_OWNER_URL, migrations, applicationName: 'document-validation-migrate' });
  process.stdout.write(`document-validation: ${ran.length === 0 ? 'schema is up to date' : `ran ${ran.join(', ')}`}\n`);
} catch (error) {
  process.stderr.write(
    `document-validation cannot migrate: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
