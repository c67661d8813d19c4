/** What a service's own figures say of how it gets on. */
export interface ServiceFigures {
  /** Null where the service says nothing of an outbox. */
  readonly outbox: {
    readonly waiting: number;
    /** Refused by the broker; a person must look. */
    readonly setAside: number;
    readonly oldestSeconds: number;
  } | null;
  /** Consumers that wait for their link. */
  readonly paused: readonly { readonly queue: string; readonly link: string }[];
}

const line = /^(loket_outbox_waiting|loket_outbox_oldest_seconds|loket_consumer_paused)(?:\{([^}]*)\})? (\S+)/gm;

/** Reads the few lines that the page on the system shows. @param text what a service answers at `/metrics` */
export function readFigures(text: string): ServiceFigures {
  const lines = [...text.matchAll(line)].map(([, name = '', labels = '', value = '']) => ({
    name,
    labels: new Map([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', is = '']) => [label, is])),
    value: Number(value),
  }));
  const figure = (name: string, state?: string) =>
    lines.find((one) => one.name === name && (state === undefined || one.labels.get('state') === state))?.value;
  const waiting = figure('loket_outbox_waiting', 'waiting');
  return {
    outbox:
      waiting === undefined
        ? null
        : {
            waiting,
            setAside: figure('loket_outbox_waiting', 'set-aside') ?? 0,
            oldestSeconds: Math.round(figure('loket_outbox_oldest_seconds') ?? 0),
          },
    paused: lines
      .filter(({ name, value }) => name === 'loket_consumer_paused' && value === 1)
      .map(({ labels }) => ({ queue: labels.get('queue') ?? '', link: labels.get('link') ?? '' })),
  };
}
