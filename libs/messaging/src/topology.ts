import { type AnyEvent, bindingKeyOf, type Flow, queueOf } from '#contracts';

export const eventExchange = 'loket.events';
export const parkedExchange = 'loket.parked';

/** The planned retries: one queue per delay, because a TTL expires only at the head of a queue. */
export const waits = [
  { exchange: 'loket.wait.5s', seconds: 5 },
  { exchange: 'loket.wait.1m', seconds: 60 },
  { exchange: 'loket.wait.10m', seconds: 600 },
  { exchange: 'loket.wait.1h', seconds: 3_600 },
] as const;

const maxLength = 500_000;
const mostOffers = 10_000;

/** What a policy may not say: unlimited redelivery loops for ever, or drops messages, depending on the broker's version. */
const deliveryLimit = 20;

export interface Topology {
  readonly exchanges: { name: string; type: 'topic' }[];
  readonly queues: string[];
  readonly bindings: { exchange: string; queue: string; key: string }[];
  readonly policies: { name: string; pattern: string; definition: Record<string, string | number> }[];
  readonly users: Permissions[];
}

export interface Permissions {
  readonly user: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
  readonly topics: { exchange: string; write: string; read: string }[];
}

/** A station reads only its office's queue; its user is `print-station.<office>`. */
export function stationUser(office: string): string {
  return `print-station.${office}`;
}

const escape = (text: string) => text.replaceAll('.', '\\.');
const never = '^$';

/**
 * Everything the broker must hold, derived from the services' flows: nothing here is typed twice.
 * @param waitSeconds other delays than the planned ones, for tests
 */
export function topologyOf(
  flows: readonly Flow[],
  offices: readonly string[],
  waitSeconds: Partial<Record<(typeof waits)[number]['exchange'], number>> = {},
): Topology {
  const exchanges = [eventExchange, ...waits.map((wait) => wait.exchange), parkedExchange];
  const bindings: Topology['bindings'] = [];
  const queues = new Set<string>();
  for (const flow of flows) {
    for (const [consumer, hears] of Object.entries(flow.hears)) {
      for (const office of hears.perOffice ? offices : [undefined]) {
        const queue = queueOf(flow.service, consumer, office);
        queues.add(queue);
        const keys = hears.everything ? ['#'] : hears.events.map((event) => bindingKeyOf(event, office));
        for (const key of new Set(keys)) bindings.push({ exchange: eventExchange, queue, key });
      }
    }
  }
  for (const name of [...waits.map((wait) => wait.exchange), parkedExchange]) {
    queues.add(name);
    bindings.push({ exchange: name, queue: name, key: '#' });
  }
  const bounded = { 'max-length': maxLength, overflow: 'reject-publish' } as const;
  const policies: Topology['policies'] = [
    {
      name: 'loket-consumers',
      pattern: '^(intake|document-validation|printing-queue|notification|ops-console)\\.',
      definition: {
        'delivery-limit': deliveryLimit,
        'dead-letter-exchange': parkedExchange,
        'dead-letter-strategy': 'at-least-once',
        ...bounded,
      },
    },
    {
      name: 'loket-offers',
      // Hints: what is not heard within the hour is found by asking. A station without a user at the broker leaves its
      // office's queue unread, and that must fill nothing.
      pattern: '^print-station\\.',
      definition: {
        'delivery-limit': deliveryLimit,
        'message-ttl': 3_600_000,
        'max-length': mostOffers,
        overflow: 'drop-head',
      },
    },
    ...waits.map(({ exchange, seconds }) => ({
      name: exchange.replaceAll('.', '-'),
      pattern: `^${escape(exchange)}$`,
      definition: {
        'message-ttl': (waitSeconds[exchange] ?? seconds) * 1000,
        'dead-letter-exchange': '',
        'dead-letter-strategy': 'at-least-once',
        ...bounded,
      },
    })),
    {
      name: 'loket-parked',
      pattern: `^${escape(parkedExchange)}$`,
      // Explicit, because 4.x would give up after 20: the desk's every restart while its database is away counts as one.
      definition: { 'delivery-limit': 100_000, ...bounded },
    },
  ];
  const users = flows.flatMap((flow) =>
    flow.service === 'print-station' ? offices.map((office) => stationPermissions(office)) : [permissionsOf(flow)],
  );
  return {
    exchanges: exchanges.map((name) => ({ name, type: 'topic' })),
    queues: [...queues],
    bindings,
    policies,
    users,
  };
}

const allExchanges = '^loket\\.(events|wait\\.(5s|1m|10m|1h)|parked)$';

function keyPattern(says: readonly AnyEvent[]): string {
  if (says.length === 0) return never;
  const keys = says.map((event) => escape(`${event.type}.v${event.version}`) + (event.place ? '\\.[a-z0-9-]+' : ''));
  return `^(${keys.join('|')})$`;
}

/** Every pair of user and topic exchange has a row: no row would mean no restriction. */
function topics(events: string, wait5s: string, own: string): Permissions['topics'] {
  return [
    { exchange: eventExchange, write: events, read: never },
    ...waits.map(({ exchange }) => ({ exchange, write: exchange === 'loket.wait.5s' ? wait5s : own, read: never })),
    { exchange: parkedExchange, write: own, read: never },
  ];
}

function permissionsOf(flow: Flow): Permissions {
  const own = `^${escape(flow.service)}\\.[a-z-]+$`;
  const isConsole = flow.service === 'ops-console';
  return {
    user: flow.service,
    configure: never,
    write: allExchanges,
    read: isConsole ? '^(loket\\.parked$|ops-console\\.)' : `^${escape(flow.service)}\\.`,
    topics: topics(keyPattern(flow.says), isConsole ? '^[a-z-]+\\.[a-z-]+(\\.[a-z0-9-]+)?$' : own, own),
  };
}

function stationPermissions(office: string): Permissions {
  const own = `^print-station\\.[a-z-]+\\.${escape(office)}$`;
  return {
    user: stationUser(office),
    configure: never,
    write: '^loket\\.(wait\\.(5s|1m|10m|1h)|parked)$',
    read: own,
    topics: topics(never, own, own),
  };
}
