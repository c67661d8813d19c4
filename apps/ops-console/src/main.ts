import { boot, readConfig } from '#boot';
import { settings } from './config.js';
import { flow } from './flow.js';
import { start } from './start.js';

const config = readConfig(settings);
await boot({ service: flow.service, port: config.PORT, start: () => start(config) });
