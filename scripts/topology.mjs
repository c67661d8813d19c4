// Makes the broker hold what the flows say. Its own process, since it loads the built services' flows:
//   TOPOLOGY='{"managementUrl":…,"vhost":…,"offices":[…],"passwords":{…}}' node scripts/topology.mjs
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flows } from './flows.mjs';
import { root } from './runtime.mjs';

const { applyTopology } = await import(pathToFileURL(join(root, 'dist/libs/messaging/src/index.js')).href);
const { queues } = await applyTopology({ ...JSON.parse(process.env.TOPOLOGY ?? '{}'), flows });
console.log(`${queues.length} queues`);
