import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process; `/metrics` shows it. */
export const metrics = new Registry();

/** Seconds from a fast query to a slow link; the webhook targets (30 ms, 250 ms) and the broker's (1 s) are bounds of their own. */
const seconds = [0.005, 0.01, 0.03, 0.06, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 600];

type MetricName = `loket_${string}`;

let observed = false;

/** Adds the metrics of the process (memory, event loop, garbage collection) and marks all with the service's name. Once is enough. */
export function observeProcess(service: string): void {
  metrics.setDefaultLabels({ service });
  if (observed) return;
  observed = true;
  collectDefaultMetrics({ register: metrics });
}

/**
 * A counter, made once per name.
 *
 * @param labels their names; values must be few and never about a person (a queue, a state, a link; no id)
 */
export function counter<L extends string = never>(
  name: MetricName,
  help: string,
  labels: readonly L[] = [],
): Counter<L> {
  const known = metrics.getSingleMetric(name);
  return known instanceof Counter ? known : new Counter({ name, help, labelNames: labels, registers: [metrics] });
}

/** A histogram of seconds, made once per name. The rule for labels is that of {@link counter}. */
export function histogram<L extends string = never>(
  name: MetricName,
  help: string,
  labels: readonly L[] = [],
  buckets: readonly number[] = seconds,
): Histogram<L> {
  const known = metrics.getSingleMetric(name);
  if (known instanceof Histogram) return known;
  return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [metrics] });
}

/**
 * A gauge, made once per name. The rule for labels is that of {@link counter}.
 *
 * @param collect sets the value when somebody reads `/metrics`; must be quick and must not throw
 */
export function gauge<L extends string = never>(
  name: MetricName,
  help: string,
  labels: readonly L[] = [],
  collect?: (gauge: Gauge<L>) => void | Promise<void>,
): Gauge<L> {
  const known = metrics.getSingleMetric(name);
  if (known instanceof Gauge) return known;
  return new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [metrics],
    ...(collect && {
      collect() {
        return collect(this);
      },
    }),
  });
}
