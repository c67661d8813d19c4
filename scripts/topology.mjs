// Makes the broker hold what the flows say. Its own process, since it loads the built services' flows:
//   TOPOLOGY='{"managementUrl":…,"vhost":…,"offices":[…],"passwords":{…}}' node scripts/topology.mjs
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './runtime.mjs';

const applications = join(root, 'dist/apps');
const flowFiles = readdirSync(applications)
  .map((name) => join(applications, name, 'src/flow.js'))
  .filter((file) => existsSync(file));
const flows = await Promise.all(flowFiles.map(async (file) => (await import(pathToFileURL(file).href)).flow));

const { applyTopology } = await import(pathToFileURL(join(root, 'dist/libs/messaging/src/index.js')).href);
const { queues } = await applyTopology({ ...JSON.parse(process.env.TOPOLOGY ?? '{}'), flows });
console.log(`${queues.length} queues`);
