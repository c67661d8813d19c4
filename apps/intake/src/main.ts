import { boot, readConfig } from '#boot';
import { intakeConfig } from './config.js';
import { learnedJudge } from './conversation/router/learned/messages.js';
import { start } from './start.js';

const config = readConfig(intakeConfig);
// Learned before the first message, so that no citizen waits for it.
learnedJudge();
await boot({ service: 'intake', port: config.PORT, start: () => start(config) });
