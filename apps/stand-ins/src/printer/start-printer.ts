import { join } from 'node:path';
import { faultsOf } from '../faults.js';
import { openJournal } from '../journal.js';
import { runStandIn, type StandIn } from '../stand-in.js';
import { startIppeveprinter } from './ippeveprinter.js';
import { printerFaults, type PrinterFaults } from './printer-faults.js';
import { cardRoutes, ippRoutes, printerLine } from './printer-routes.js';

/**
 * A card printer: CUPS' ippeveprinter behind a network that may be bad. Prints to PDF files in the spool of its folder.
 * @throws Error in one line when ippeveprinter can't run
 */
export async function startPrinter(settings: {
  port: number;
  wirePort?: number;
  host: string;
  folder: string;
}): Promise<StandIn> {
  const { folder, ...place } = settings;
  const log = openJournal(join(folder, 'log.ndjson'), printerLine);
  const faults = faultsOf<PrinterFaults>({});
  let printerPort = 0;
  const standIn = await runStandIn({
    ...place,
    wire: ippRoutes(() => printerPort),
    desk: cardRoutes(log, faults),
    faults,
    faultSchema: printerFaults,
    log: () => log.lines(),
    ready: () => printerPort !== 0,
  });
  try {
    const printer = await startIppeveprinter(folder, `http://127.0.0.1:${standIn.port}`);
    printerPort = printer.port;
    return {
      ...standIn,
      stop: () => {
        printer.stop();
        return standIn.stop();
      },
    };
  } catch (error) {
    await standIn.stop();
    throw error;
  }
}
