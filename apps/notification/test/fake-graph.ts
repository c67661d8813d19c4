import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** What the far side does with one send. */
export type Behaviour =
  | { readonly do: 'accept'; readonly afterMs?: number }
  /** Takes the message and hangs up before it answers. */
  | { readonly do: 'lose-reply' }
  /** Takes nothing and says nothing. */
  | { readonly do: 'black-hole' }
  | { readonly do: 'refuse'; readonly status: number; readonly code: number; readonly retryAfterSeconds?: number };

const sendBody = z.looseObject({
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string(),
  biz_opaque_callback_data: z.string(),
  text: z.looseObject({ body: z.string() }).optional(),
  interactive: z.looseObject({ body: z.looseObject({ text: z.string() }), action: z.unknown() }).optional(),
  template: z.looseObject({ name: z.string() }).optional(),
  document: z.looseObject({ id: z.string(), filename: z.string(), caption: z.string().optional() }).optional(),
});

const readMark = z.looseObject({
  status: z.literal('read'),
  message_id: z.string(),
  typing_indicator: z.unknown().optional(),
});

/** A send as it arrived. */
export interface Taken {
  readonly messageId: string;
  readonly to: string;
  readonly type: string;
  readonly text: string;
  /** The buttons or rows below it, as they were sent. */
  readonly action?: unknown;
  readonly accepted: boolean;
  readonly wamid: string;
  /** When, by performance.now(). */
  readonly at: number;
}

/** The few addresses of the Graph API that notification uses, with a log of what arrived and a script of what goes wrong. */
export class FakeGraph {
  readonly taken: Taken[] = [];
  /** Uploads as they came. */
  readonly files: Buffer[] = [];
  refusesFiles = false;
  /** Read marks as they came. */
  readonly marks: { id: string; typing: boolean }[] = [];
  /** How often somebody asked for our own number: the probes. */
  probes = 0;
  /** Nothing is answered any more, whoever asks. */
  silent = false;
  /** What to do with a send; the default accepts. */
  behave: (send: { text: string; to: string; nth: number }) => Behaviour = () => ({ do: 'accept' });
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<FakeGraph> {
    const graph = new FakeGraph();
    await new Promise<void>((resolve) => graph.server.listen(0, '127.0.0.1', resolve));
    return graph;
  }

  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake is not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  acceptedTexts(to?: string): string[] {
    return this.taken.filter((one) => one.accepted && (to === undefined || one.to === to)).map(({ text }) => text);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.silent) return;
    if (request.method === 'GET') {
      this.probes += 1;
      return send(response, 200, { id: '1' });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (request.url?.endsWith('/media')) {
      if (this.refusesFiles) return send(response, 400, { error: { message: 'refused', code: 131053 } });
      this.files.push(Buffer.concat(chunks));
      return send(response, 200, { id: String(this.files.length) });
    }
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const mark = readMark.safeParse(json);
    if (mark.success) {
      this.marks.push({ id: mark.data.message_id, typing: mark.data.typing_indicator !== undefined });
      return send(response, 200, { success: true });
    }
    const body = sendBody.parse(json);
    const to = body.to ?? body.recipient ?? '';
    const text = body.text?.body ?? body.interactive?.body.text ?? body.document?.caption ?? body.template?.name ?? '';
    const behaviour = this.behave({ text, to, nth: this.taken.length });
    if (behaviour.do === 'black-hole') return;
    const accepted = behaviour.do === 'accept' || behaviour.do === 'lose-reply';
    const wamid = `wamid.${randomUUID()}`;
    this.taken.push({
      messageId: body.biz_opaque_callback_data,
      to,
      type: body.type,
      text,
      action: body.interactive?.action,
      accepted,
      wamid,
      at: performance.now(),
    });
    if (behaviour.do === 'lose-reply') return void response.destroy();
    if (behaviour.do === 'refuse') {
      if (behaviour.retryAfterSeconds !== undefined) response.setHeader('retry-after', behaviour.retryAfterSeconds);
      return send(response, behaviour.status, { error: { message: 'refused', code: behaviour.code, fbtrace_id: 'T' } });
    }
    if (behaviour.afterMs !== undefined) await pause(behaviour.afterMs);
    send(response, 200, { messaging_product: 'whatsapp', messages: [{ id: wamid }] });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
