import ipp, { type IppMessage } from 'ipp';
import { Agent, fetch } from 'undici';
import { z } from 'zod';

/** The printer's answer: a status as `successful-ok`, and one group of attributes per job or printer. */
export interface IppAnswer {
  readonly status: string;
  readonly groups: (tag: 'job-attributes-tag' | 'printer-attributes-tag') => readonly Record<string, unknown>[];
}

/** No answer came. `nothingLeft`: the connection was never made, so the printer knows nothing of it. */
export class PrinterSilent extends Error {
  readonly code = 'printer-silent';
  constructor(
    readonly nothingLeft: boolean,
    cause: unknown,
  ) {
    super('the printer does not answer', { cause });
  }
}

const group = z.union([
  z.array(z.record(z.string(), z.unknown())),
  z.record(z.string(), z.unknown()).transform((one) => [one]),
]);
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** IPP 2.0 over HTTP, with time-outs. */
export class IppClient {
  private readonly agent = new Agent({ connect: { timeout: 3_000 }, connections: 2, keepAliveTimeout: 1_000 });
  private readonly address: string;
  private readonly uri: string;

  /** @param url `ipp://host:631/ipp/print`, or http */
  constructor(url: string) {
    const at = new URL(url.replace(/^ipp(s?):/, 'http$1:'));
    if (at.port === '' && url.startsWith('ipp')) at.port = '631';
    this.address = at.toString();
    this.uri = this.address.replace(/^http/, 'ipp');
  }

  /** @throws PrinterSilent */
  async ask(
    operation: string,
    attributes: Record<string, unknown>,
    more: Record<string, unknown> = {},
    answerMs = 10_000,
  ): Promise<IppAnswer> {
    const message = ipp.serialize({
      version: '2.0',
      operation,
      id: 1,
      'operation-attributes-tag': {
        'attributes-charset': 'utf-8',
        'attributes-natural-language': 'en',
        'printer-uri': this.uri,
        ...attributes,
      },
      ...more,
    });
    const answer = await this.send(message, answerMs);
    return {
      status: answer.statusCode ?? 'unknown',
      groups: (tag) => (answer[tag] === undefined ? [] : group.parse(answer[tag])),
    };
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async send(message: Buffer, answerMs: number): Promise<IppMessage> {
    try {
      const response = await fetch(this.address, {
        method: 'POST',
        headers: { 'content-type': 'application/ipp' },
        body: message,
        signal: AbortSignal.timeout(answerMs),
        dispatcher: this.agent,
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (!response.ok) throw new Error(`the printer answered HTTP ${response.status}`);
      return ipp.parse(bytes);
    } catch (error) {
      throw new PrinterSilent(neverConnected.has(codeOf(error)), error);
    }
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}
