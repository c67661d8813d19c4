import { readEnvironment, standInEnvironment } from './environment.js';
import { startPrinter } from './printer/start-printer.js';
import { stopOnSignal } from './stop-on-signal.js';

const environment = readEnvironment(standInEnvironment);
try {
  const standIn = await startPrinter({
    port: environment.PORT,
    wirePort: environment.WIRE_PORT,
    host: environment.BIND,
    folder: environment.STATE_DIR,
  });
  stopOnSignal('printer', standIn);
} catch (error) {
  process.stderr.write(`The printer stand-in can't run: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
