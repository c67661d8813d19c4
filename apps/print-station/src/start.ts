import { Health, type RunningService, startService } from '#boot';
import { LoketTransport, Publisher } from '#messaging';
import type { Config } from './config.js';
import { flow } from './flow.js';
import { Journal } from './journal.js';
import { OfficeLine } from './office-line.js';
import { PrintStationModule } from './print-station.module.js';
import type { Printer } from './printers/printer.js';
import { StationRun } from './station-run.js';
import type { Terminal } from './terminal/talk-at-terminal.js';

/** Opens the journal first: a station that cannot write down what it does must not do it. */
export async function start(config: Config, printer?: Printer, terminal?: Terminal): Promise<RunningService> {
  const journal = new Journal(config.JOURNAL_DIR);
  const broker = config.AMQP_URL === undefined ? undefined : listenAt(config.AMQP_URL, config.STATION_OFFICE);
  const run = new StationRun();
  const health = new Health();
  if (broker) health.register('broker', broker.problem);
  const running = await startService({
    service: flow.service,
    module: PrintStationModule.for(config, run, journal, printer, terminal),
    port: config.PORT,
    version: '0.1.0',
    transports: broker ? [broker.transport] : [],
    health,
    beforeStop: () => run.stop(),
    afterStop: async () => {
      await broker?.close();
      journal.close();
    },
  });
  const office = running.app.get(OfficeLine);
  return { ...running, stop: () => running.stop().then(() => office.close()) };
}

/** The broker brings offers, and nothing else: a station without it asks for work. */
function listenAt(amqpUrl: string, office: string) {
  const publisher = new Publisher(amqpUrl, flow.service);
  const transport = new LoketTransport({ flow, amqpUrl, publisher, office });
  publisher.start();
  return {
    transport,
    problem: () =>
      [publisher.problem, ...transport.problems()].filter((one) => one !== undefined).join('; ') || undefined,
    close: () => publisher.close(),
  };
}
