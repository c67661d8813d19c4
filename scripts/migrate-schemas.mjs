// Runs every service's own migrations, as the owner of its schema. Needs no package.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemaOf } from './keys.mjs';
import { SetupError } from './ports.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';

/**
 * @param {import('./services.mjs').Service[]} services
 * @param {Pick<import('./services.mjs').Facts, 'databaseUrl'>} facts
 * @returns {Promise<string>} what to show: how many schemas are up to date
 */
export async function migrateSchemas(services, { databaseUrl }) {
  const owners = services.filter((service) => service.schema);
  await Promise.all(
    owners.map(async (service) => {
      const entry = join(root, dirname(service.entry), 'migrate.js');
      if (!existsSync(entry)) throw new SetupError(`${entry} is missing; run "npm run build"`);
      const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: databaseUrl(`${schemaOf(service.name)}_owner`) };
      const { code, output } = await runProgram(projectNode(), [entry], { env });
      if (code !== 0) throw new SetupError(`the migrations of ${service.name} failed: ${output.trim().slice(-600)}`);
    }),
  );
  return `${owners.length} schemas up to date`;
}
