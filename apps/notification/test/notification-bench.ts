import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  ApplicationCheckingRegister,
  ApplicationDelayed,
  ApplicationHandedOver,
  ApplicationPrinting,
  ApplicationReadyForPickup,
  ApplicationReadyToPrint,
  ApplicationResumed,
  ApplicationSubmitted,
  ConversationReplied,
  type DataOf,
  type EventDefinition,
} from '#contracts';
import { parseConfig, type RunningService } from '#boot';
import { eventually, testBench, type TestBench } from '#testing';
import { configSchema } from '../src/config.js';
import { flow } from '../src/flow.js';
import { migrations } from '../src/migrations/index.js';
import type { Pacing } from '../src/pacing.js';
import { start } from '../src/start.js';
import { FakeGraph } from './fake-graph.js';

export const accessToken = 'token-for-tests';

/** A citizen whom intake knows. */
export interface Citizen {
  readonly applicationId: string;
  readonly conversationId: string;
  readonly phone: string;
}

/** What the fake intake answers, by id; `null` phone is a walk-in without one. */
interface Person {
  phone: string | null;
  conversationId: string | null;
  lastInboundAt: string | null;
}

/** Every time that notification keeps of messages. */
const times = {
  outgoing: ['announced_at', 'claimed_at', 'created_at', 'sent_at', 'delivered_at', 'read_at', 'failed_at', 'due_at'],
  subject: ['told_at'],
  lane: ['not_before', 'look_at', 'pair_until'],
  conversation_window: ['last_inbound_at'],
} as const;

/** Tests do not wait as long as citizens do. */
const quick: Partial<Pacing> = {
  mergeMs: 0,
  replyGapMs: 1_500,
  wakeEveryMs: 50,
  connectTimeoutMs: 500,
  callTimeoutMs: 700,
  probeEveryMs: 50,
  retryMs: 100,
  pairSecondMs: 100,
  lineStaleMs: 60_000,
};

export class NotificationBench {
  readonly people = new Map<string, Person>();
  /** While true, intake cannot be asked. */
  intakeIsAway = false;
  /** What intake draws as a receipt; it has none unless given. */
  receipt: Buffer | undefined;
  /** As intake masks a name. */
  maskedName = 'BUD*** S***';
  running: Pick<RunningService, 'url' | 'stop'>;

  private child: ChildProcess | undefined;
  private inProcess: RunningService | undefined;

  private constructor(
    readonly bench: TestBench,
    readonly graph: FakeGraph,
    private readonly environment: Record<string, string>,
    private readonly pacing: Partial<Pacing>,
  ) {}

  static async open(
    pacing: Partial<Pacing> = {},
    more: Readonly<Record<string, string>> = {},
  ): Promise<NotificationBench> {
    const [bench, graph] = await Promise.all([testBench(flow, { migrations }), FakeGraph.start()]);
    const environment = {
      ...bench.environment,
      REGION_FILE: 'infra/region/nunukan.json',
      WHATSAPP_GATEWAY: 'cloud-api',
      WHATSAPP_GRAPH_URL: graph.url,
      WHATSAPP_PHONE_NUMBER_ID: '1',
      WHATSAPP_ACCESS_TOKEN: accessToken,
      WHATSAPP_MESSAGES_PER_SECOND: '500',
      // Whatever the hour at which the tests run.
      ALERT_QUIET_HOURS: '0-0',
      ...more,
    };
    const one = new NotificationBench(bench, graph, environment, { ...quick, ...pacing });
    const intake = await bench.peer('intake', (route) => one.contactAt(route));
    one.environment['INTAKE_URL'] = intake.url;
    await one.startService();
    return one;
  }

  /** Runs the built service as a process of its own, so that it can be killed as the kernel kills. */
  async startProcess(): Promise<void> {
    const port = String(20_000 + Math.floor(Math.random() * 10_000));
    const url = `http://127.0.0.1:${port}`;
    this.child = spawn(process.execPath, ['dist/apps/notification/src/main.js'], {
      env: { ...process.env, ...this.environment, PORT: port },
      stdio: 'ignore',
    });
    this.running = { url, stop: () => this.kill() };
    await eventually(async () => (await fetch(`${url}/health/ready`)).status === 200, {
      withinMs: 60_000,
      what: 'readiness of the process',
    });
  }

  /** SIGKILL: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** The service of this process. */
  service(): RunningService {
    if (!this.inProcess) throw new Error('the service runs as a process of its own');
    return this.inProcess;
  }

  async startService(): Promise<void> {
    this.inProcess = await start(parseConfig(configSchema, this.environment), this.pacing);
    this.running = this.inProcess;
    await eventually(async () => (await fetch(`${this.running.url}/health/ready`)).status === 200, {
      what: 'readiness',
    });
  }

  async close(): Promise<void> {
    await this.running.stop();
    await Promise.all([this.bench.close(), this.graph.stop()]);
  }

  /** A citizen with a request, who has written just now (or at that time). */
  citizen(lastInboundAt: Date | null = new Date()): Citizen {
    const citizen = {
      applicationId: randomUUID(),
      conversationId: randomUUID(),
      phone: `6281${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`,
    };
    const person = { ...citizen, lastInboundAt: lastInboundAt?.toISOString() ?? null };
    this.people.set(citizen.applicationId, person);
    this.people.set(citizen.conversationId, person);
    return citizen;
  }

  /** Says an announcement of a request as intake would. @returns the event's id */
  announce(
    citizen: Pick<Citizen, 'applicationId'>,
    sequence: number,
    event: keyof typeof told = 'submitted',
    id?: string,
  ): Promise<string> {
    return told[event](this.bench, { applicationId: citizen.applicationId, sequence }, id ? { id } : {});
  }

  reply(citizen: Citizen, sequence: number, more: Partial<DataOf<typeof ConversationReplied>> = {}): Promise<string> {
    return this.bench.say(ConversationReplied, {
      conversationId: citizen.conversationId,
      sequence,
      messageKey: 'already-open',
      variables: { ticket: `T-${sequence}` },
      ...more,
    });
  }

  /** Time passes: everything that notification knows happened so much earlier. */
  async letPass(interval: string): Promise<void> {
    for (const [table, columns] of Object.entries(times)) {
      const earlier = columns.map((column) => `${column} = ${column} - interval '${interval}'`);
      await this.bench.query(`update ${table} set ${earlier.join(', ')}`);
    }
    const [{ ms } = { ms: 0 }] = await this.bench.query<{ ms: number }>(
      `select (extract(epoch from interval '${interval}') * 1000)::float8 as ms`,
    );
    for (const person of new Set(this.people.values())) {
      if (person.lastInboundAt === null) continue;
      person.lastInboundAt = new Date(new Date(person.lastInboundAt).getTime() - ms).toISOString();
    }
  }

  /** Rows of `outgoing` about a request or conversation, in their order. */
  messages(
    about: string,
  ): Promise<{ id: string; state: string; fact: string; error_class: string | null; as_template: boolean }[]> {
    return this.bench.query(
      'select id, state, fact, error_class, as_template from outgoing where about = $1 order by place',
      [about],
    );
  }

  /** Waits until the messages about something stand so. */
  async stand(about: string, ...states: string[]): Promise<void> {
    await eventually(
      async () => {
        const now = (await this.messages(about)).map(({ state }) => state);
        if (now.join() !== states.join()) throw new Error(`they stand ${now.join() || 'nowhere'}`);
        return true;
      },
      { what: `messages ${states.join()}` },
    );
  }

  private contactAt(route: string): { json: unknown } | { status: number } | { bytes: Buffer; contentType: string } {
    if (this.intakeIsAway) return { status: 503 };
    if (/^GET \/internal\/applications\/[^/]+\/receipt$/.test(route)) {
      return this.receipt ? { bytes: this.receipt, contentType: 'application/pdf' } : { status: 404 };
    }
    if (/^GET \/internal\/applications\/[^/]+\/pickup-slip$/.test(route))
      return { bytes: Buffer.from('%PDF-1.4 a slip, as intake drew it'), contentType: 'application/pdf' };
    const [, kind, id] = /^GET \/internal\/(application|conversation)s\/([^/]+)\/contact$/.exec(route) ?? [];
    const person = this.people.get(id ?? '');
    if (!person) return { status: 404 };
    const contact = {
      conversationId: person.conversationId,
      phone: person.phone,
      scopedId: null,
      lastInboundAt: person.lastInboundAt,
    };
    if (kind === 'conversation') return { json: contact };
    return {
      json: {
        applicationId: id,
        ...contact,
        ticket: 'L-4F7K2',
        trackUrl: 'https://loket.example.go.id/track/0000EXAMPLE',
        maskedName: this.maskedName,
        maskedNik: '650399**********',
        kind: 'HILANG',
        office: { code: 'nunukan', name: 'Kantor Contoh', address: 'Jalan Contoh 1', hours: null },
      },
    };
  }
}

type How = { id?: string };
type Which = { applicationId: string; sequence: number };

function saying<Data extends Which>(event: EventDefinition<string, Data>) {
  return (bench: TestBench, which: Which, how: How) => bench.say(event, { ...event.example, ...which }, how);
}

const told = {
  submitted: saying(ApplicationSubmitted),
  checking: saying(ApplicationCheckingRegister),
  ready: saying(ApplicationReadyToPrint),
  printing: saying(ApplicationPrinting),
  pickup: saying(ApplicationReadyForPickup),
  handedOver: saying(ApplicationHandedOver),
  delayed: saying(ApplicationDelayed),
  resumed: saying(ApplicationResumed),
} as const;
