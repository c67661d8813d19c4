import { readEnvironment, standInEnvironment } from './environment.js';
import { startRegister } from './register/start-register.js';
import { stopOnSignal } from './stop-on-signal.js';

const environment = readEnvironment(standInEnvironment);
const standIn = await startRegister({
  port: environment.PORT,
  wirePort: environment.WIRE_PORT,
  host: environment.BIND,
  folder: environment.STATE_DIR,
});
stopOnSignal('register', standIn);
