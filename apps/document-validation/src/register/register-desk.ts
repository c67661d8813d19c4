import { type LinkDetail, LinkFailure } from '#link';
import { logger } from '#observability';
import { Agent, type Dispatcher, fetch, ProxyAgent } from 'undici';
import { quotaLeftIn, readRegisterAnswer, type RegisterReading } from './read-register-answer.js';

export interface RegisterDeskOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly ipUser: string;
  readonly instansi: string;
  readonly method: string;
  /** A path to read, or a NIK that belongs to nobody. */
  readonly probe: string;
  readonly threshold: number;
  /** When a quota that is used up now comes back. */
  readonly quotaReturns: (now: Date) => Date;
  /** The proxy to go through. */
  readonly proxy?: string | undefined;
  /** The address of this machine to call from: another line out of the house. */
  readonly localAddress?: string | undefined;
}

/** What is compared. */
export interface RegisterQuestion {
  readonly nik: string;
  readonly name: string | null;
  readonly familyCardNumber: string | null;
}

export interface RegisterAnswer {
  readonly reading: Exclude<RegisterReading, { says: 'infrastructure' }>;
  /** Questions left today, where the register tells. */
  readonly quotaLeft: number | undefined;
}

const syntheticNik = '6503990101900001';
const answerLimit = 256 * 1024;

/** The register's counter: asks over the link, and tells its own trouble from what it says about a person. */
export class RegisterDesk {
  private readonly log = logger('register-desk');
  /** A pool of its own, so that a slow register slows nothing else down. */
  private readonly agent: Dispatcher;
  private refusedUs = false;

  constructor(private readonly options: RegisterDeskOptions) {
    const { proxy, localAddress } = options;
    const connect = { timeout: 3_000, ...(localAddress === undefined ? {} : { localAddress }) };
    const pool = { connect, connections: 10, keepAliveTimeout: 10_000 };
    this.agent = proxy === undefined ? new Agent(pool) : new ProxyAgent({ uri: proxy, ...pool });
  }

  /** The elements of a question by the register's names; what we do not hold is not asked. */
  static elementsOf(question: RegisterQuestion): Record<string, string> {
    return {
      NIK: question.nik,
      ...(question.name === null ? {} : { NAMA_LGKP: question.name.toUpperCase() }),
      ...(question.familyCardNumber === null ? {} : { NO_KK: question.familyCardNumber }),
    };
  }

  /**
   * Asks about one person.
   * @param requestId the same for every try of the same question
   * @throws LinkFailure when the network, the register or our access to it does not work; Error for one odd answer
   */
  async ask(question: RegisterQuestion, requestId: string, signal: AbortSignal): Promise<RegisterAnswer> {
    const asked = RegisterDesk.elementsOf(question);
    const body = await this.post(asked, requestId, signal);
    const reading = readRegisterAnswer(body, asked, this.options.threshold);
    if (reading.says !== 'infrastructure') return { reading, quotaLeft: quotaLeftIn(body) };
    this.refusedUs = true;
    this.log.error({ reason: reading.why, link: 'diskominfo' }, whatToDo[reading.why]);
    throw this.refusal(reading.why);
  }

  /** A question about nobody. After the register has refused us, only an answer to such a question counts. */
  async probe(signal: AbortSignal): Promise<void> {
    const { probe } = this.options;
    if (probe.startsWith('/')) {
      const response = await fetch(new URL(probe, this.options.url), {
        signal,
        dispatcher: this.agent,
        redirect: 'manual',
      });
      await response.body?.cancel();
      failWhenDown(response.status);
      if (!this.refusedUs) return;
    }
    const asked = { NIK: probe.startsWith('/') ? syntheticNik : probe };
    const reading = readRegisterAnswer(await this.post(asked, 'probe', signal), asked, this.options.threshold);
    if (reading.says === 'infrastructure') throw this.refusal(reading.why);
    this.refusedUs = false;
  }

  /** A quota belongs to the office, whichever way it asks; what else is refused may be one way's trouble. */
  private refusal(why: LinkDetail): LinkFailure {
    const until = why === 'quota' ? { until: this.options.quotaReturns(new Date()) } : {};
    return new LinkFailure('server-error', { detail: why, ...until });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async post(asked: Record<string, string>, requestId: string, signal: AbortSignal): Promise<unknown> {
    const { url, user, password, ipUser, instansi, method, threshold } = this.options;
    const response = await fetch(
      new URL(`/dukcapil/get_json/${encodeURIComponent(instansi)}/${encodeURIComponent(method)}`, url),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-request-id': requestId },
        // TRESHOLD is how the service spells it.
        body: JSON.stringify({
          USER_ID: user,
          PASSWORD: password,
          IP_USER: ipUser,
          TRESHOLD: String(threshold),
          ...asked,
        }),
        signal,
        dispatcher: this.agent,
        redirect: 'manual',
      },
    );
    failWhenDown(response.status);
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the register answered ${response.status}`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > answerLimit) throw new Error('the register answered with far too much');
      chunks.push(chunk);
    }
    try {
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      // A login page or a proxy's notice in place of the service: the network, not the person.
      throw new LinkFailure('server-error');
    }
  }
}

/** A redirect is a portal that stands in the way. */
function failWhenDown(status: number): void {
  if (status >= 502 || (status >= 300 && status < 400)) throw new LinkFailure('server-error');
}

const whatToDo = {
  quota:
    'the register’s quota for today is used up: requests wait; ask Ditjen Dukcapil for a larger one if this happens often',
  access:
    'the register refuses our access: check REGISTER_USER, REGISTER_PASSWORD, REGISTER_INSTANSI and the registered address',
  request:
    'the register misses something in our request: check REGISTER_IP_USER, REGISTER_METHOD and the agreement’s elements',
} as const;
