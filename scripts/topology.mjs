// Makes the broker hold what the flows say. Its own process, since it loads the built services' flows:
//   TOPOLOGY='{"managementUrl":…,"vhost":…,"offices":[…],"passwords":{…},"monitor":{"user":…,"password":…}}'
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './runtime.mjs';

const applications = join(root, 'dist/apps');
const flowFiles = readdirSync(applications)
  .map((name) => join(applications, name, 'src/flow.js'))
  .filter((file) => existsSync(file));
const flows = await Promise.all(flowFiles.map(async (file) => (await import(pathToFileURL(file).href)).flow));

const { applyTopology, managementApi } = await import(
  pathToFileURL(join(root, 'dist/libs/messaging/src/index.js')).href
);
const { monitor, ...settings } = JSON.parse(process.env.TOPOLOGY ?? '{}');
const { queues } = await applyTopology({ ...settings, flows });

// The console shows the queues by an account that may look and nothing else.
const api = managementApi(settings.managementUrl);
await api('PUT', `/api/users/${monitor.user}`, { password: monitor.password, tags: 'monitoring' });
const nothing = { configure: '^$', write: '^$', read: '^$' };
await api('PUT', `/api/permissions/${encodeURIComponent(settings.vhost)}/${monitor.user}`, nothing);
console.log(`${queues.length} queues`);
