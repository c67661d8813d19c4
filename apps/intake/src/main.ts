import { boot, readConfig } from '#boot';
import { intakeConfig } from './config.js';
import { start } from './start.js';

const config = readConfig(intakeConfig);
await boot({ service: 'intake', port: config.PORT, start: () => start(config) });
