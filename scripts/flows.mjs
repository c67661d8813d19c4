// The tables of contents of all services, from the build.
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const apps = join(root, 'dist/apps');

/** @type {import('../libs/contracts/src/index.js').Flow[]} */
export const flows = await Promise.all(
  readdirSync(apps)
    .map((app) => join(apps, app, 'src/flow.js'))
    .filter((file) => existsSync(file))
    .map(async (file) => (await import(file)).flow),
);
