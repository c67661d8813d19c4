import 'reflect-metadata';
import { boot, readConfig } from '#boot';
import { configSchema } from './config.js';
import { flow } from './flow.js';
import { start } from './start.js';

const config = readConfig(configSchema);
await boot({ service: flow.service, port: config.PORT, start: () => start(config) });
