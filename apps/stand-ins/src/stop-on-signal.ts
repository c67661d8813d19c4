import type { StandIn } from './stand-in.js';

/** Says in one JSON line where the stand-in listens, and ends it cleanly on SIGTERM or Ctrl-C. */
export function stopOnSignal(name: string, standIn: StandIn): void {
  const { port, wirePort } = standIn;
  process.stdout.write(`${JSON.stringify({ standIn: name, port, wirePort })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void standIn.stop().finally(() => process.exit(0)));
  }
}
