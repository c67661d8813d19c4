import 'reflect-metadata';
import { createHmac, randomBytes } from 'node:crypto';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, serviceToken } from '#boot';
import type { RunningService } from '#boot';
import type { EventDefinition } from '#contracts';
import { type TestBench, testBench } from '#testing';
import { intakeConfig } from '../src/config.js';
import { learnedJudge } from '../src/conversation/router/learned/messages.js';
import { flow } from '../src/flow.js';
import { migrations } from '../src/migrations/index.js';
import { start } from '../src/start.js';
import { type GraphDouble, graphDouble } from './graph-double.js';

const appSecret = 'the app secret of the tests';
export const verifyToken = 'the verify token of the tests';
const phoneNumberId = '106540352242922';

/** A message of a citizen, as the Cloud API words it; `id` and `at` are made up unless given. */
export interface Said {
  readonly from?: string;
  readonly userId?: string;
  readonly id?: string;
  readonly at?: Date;
  readonly text?: string;
  /** The message of this id is quoted. */
  readonly quotes?: string;
  readonly image?: { readonly mediaId: string; readonly caption?: string; readonly mimeType?: string };
  readonly audio?: { readonly mediaId: string };
  /** A file, which comes with the name that its sender's device gave it. */
  readonly file?: { readonly mediaId: string; readonly filename: string; readonly mimeType: string };
  /** Says that the message of this id now reads so. */
  readonly edits?: { readonly id: string; readonly text: string };
  /** Deletes the message of this id. */
  readonly deletes?: string;
  /** A button that was tapped. */
  readonly tapped?: { readonly id: string; readonly title: string };
}

/** Intake in this process, against real servers, with a double of the Graph API. */
export interface IntakeAtWork {
  readonly bench: TestBench;
  readonly graph: GraphDouble;
  readonly url: string;
  readonly app: RunningService['app'];
  /** Signs and posts a webhook. */
  post(body: unknown, signature?: string | null): Promise<Response>;
  /** A webhook with these messages of citizens. @returns the status */
  say(...messages: Said[]): Promise<number>;
  ask(
    path: string,
    options?: {
      readonly token?: string;
      readonly method?: string;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    },
  ): Promise<Response>;
  /** Hands over the safe copy of a document's only page, as document-validation does once it has checked it. */
  keepCopy(documentId: string, copy?: Uint8Array): Promise<void>;
  /** The token of a peer service. */
  peerToken(service: string): Promise<string>;
  /** What intake has said of this type about an application or a conversation. */
  saidOf<Data>(event: EventDefinition<string, Data>): Data[];
  /** DOCUMENT_STORE: a folder of its own. */
  readonly documentStore: string;
  /** Whether the sealed file of a document lies in the store. */
  isStored(storeKey: string): Promise<boolean>;
  /** Stops and starts it, with other settings where given. */
  restart(changed?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** @param withPeers further settings that need the bench: addresses of peers played in the test */
export async function intakeAtWork(
  settings: Record<string, string> = {},
  withPeers: (bench: TestBench) => Promise<Record<string, string>> = () => Promise.resolve({}),
): Promise<IntakeAtWork> {
  // As main.ts does, and before anything is connected: learning holds the process up for longer than a broker waits.
  learnedJudge();
  const bench = await testBench(flow, { migrations });
  const token = randomBytes(16).toString('hex');
  const graph = await graphDouble(phoneNumberId, token);
  const folder = await mkdtemp(join(tmpdir(), 'loket-intake-'));
  const environment: Record<string, string> = {
    ...bench.environment,
    DOCUMENT_STORE: `file:${folder}`,
    PUBLIC_URL: 'http://loket.test',
    NOTIFICATION_URL: 'http://127.0.0.1:9',
    REGION_FILE: 'infra/region/nunukan.json',
    WHATSAPP_GRAPH_URL: graph.url,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_ACCESS_TOKEN: token,
    WHATSAPP_APP_SECRET: `an older secret,${appSecret}`,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    WHATSAPP_MEDIA_RATE: '100',
    SUBMIT_QUIET_SECONDS: '2',
    ASK_SERVICE_AFTER_SECONDS: '1',
    NETWORK_HOLD_AFTER_SECONDS: '0',
    TRACK_PER_MINUTE: '1000',
    ...settings,
    ...(await withPeers(bench)),
  };
  let running: RunningService = await start(parseConfig(intakeConfig, environment));
  const post = (body: unknown, signature?: string | null) => {
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const right = `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`;
    return fetch(`${running.url}/webhooks/whatsapp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature === null ? {} : { 'x-hub-signature-256': signature ?? right }),
      },
      body: raw,
    });
  };
  return {
    bench,
    graph,
    get url() {
      return running.url;
    },
    get app() {
      return running.app;
    },
    post,
    say: async (...messages) => (await post(webhook(messages.map(wireMessage)))).status,
    keepCopy: async (documentId, copy = aPhoto().bytes) => {
      const key = bench.keys.serviceKeys.get('document-validation');
      if (!key) throw new Error('no key of document-validation');
      const answer = await fetch(`${running.url}/internal/documents/${documentId}/copies/1?of=1`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${await serviceToken('document-validation', 'intake', key)}`,
          'content-type': 'image/jpeg',
        },
        body: Buffer.from(copy),
      });
      if (answer.status !== 204) throw new Error(`the copy was answered with ${answer.status}`);
    },
    ask: (path, { token: bearer, method = 'GET', body, headers = {} } = {}) =>
      fetch(`${running.url}${path}`, {
        method,
        headers: {
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
          ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
        redirect: 'manual',
      }),
    peerToken: (service) => {
      const key = bench.keys.serviceKeys.get(service);
      if (!key) throw new Error(`no key of ${service}`);
      return serviceToken(service, 'intake', key);
    },
    saidOf: (event) =>
      bench
        .allSaid()
        .filter(({ type }) => type === event.type)
        .map(({ data }) => event.data.parse(data)),
    documentStore: `file:${folder}`,
    isStored: (key) =>
      access(join(folder, key.slice(0, 2), key)).then(
        () => true,
        () => false,
      ),
    restart: async (changed = {}) => {
      await running.stop();
      Object.assign(environment, changed);
      running = await start(parseConfig(intakeConfig, environment));
    },
    close: async () => {
      await running.stop();
      await graph.close();
      await bench.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One entry with one change that carries these messages or statuses. */
export function webhook(messages: unknown[], statuses: unknown[] = []) {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '419561257915477',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
              ...(messages.length > 0 ? { messages } : {}),
              ...(statuses.length > 0 ? { statuses } : {}),
            },
          },
        ],
      },
    ],
  };
}

export function wireMessage({
  from = aPhone(),
  userId,
  id = aWamid(),
  at = new Date(),
  text,
  quotes,
  image,
  audio,
  file,
  tapped,
  edits,
  deletes,
}: Said) {
  const about = {
    ...(from === '' ? {} : { from }),
    ...(userId ? { from_user_id: userId } : {}),
    id,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    ...(quotes ? { context: { from: phoneNumberId, id: quotes } } : {}),
  };
  if (image) {
    const { mediaId, caption, mimeType = 'image/jpeg' } = image;
    return { ...about, type: 'image', image: { id: mediaId, mime_type: mimeType, ...(caption ? { caption } : {}) } };
  }
  if (audio) return { ...about, type: 'audio', audio: { id: audio.mediaId, mime_type: 'audio/ogg', voice: true } };
  if (file) {
    const { mediaId, filename, mimeType } = file;
    return { ...about, type: 'document', document: { id: mediaId, mime_type: mimeType, filename } };
  }
  if (edits) {
    const message = { type: 'text', text: { body: edits.text } };
    return { ...about, type: 'edit', edit: { original_message_id: edits.id, message } };
  }
  if (deletes) return { ...about, type: 'revoke', revoke: { original_message_id: deletes } };
  if (tapped) return { ...about, type: 'interactive', interactive: { type: 'button_reply', button_reply: tapped } };
  return { ...about, type: 'text', text: { body: text ?? 'halo' } };
}

export function aWamid(): string {
  return `wamid.${randomBytes(12).toString('hex')}`;
}

export function aPhone(): string {
  return `62811${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`;
}

let serial = 0;
/** Numbers of the invented area 650399, another one at each call. */
export function someone(): { nik: string; familyCard: string } {
  serial += 1;
  const end = String(serial).padStart(4, '0');
  return { nik: `650399120190${end}`, familyCard: `650399050615${end}` };
}

export function requestLine(kind = 'HILANG', { nik, familyCard } = someone()): string {
  return `#KTP#${nik}#${familyCard}#BUDI SANTOSO#Nunukan Timur#Nunukan#${kind}`;
}

/** A small JPEG-like file, another one at each call. */
export function aPhoto() {
  return { bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(2_000)]), mimeType: 'image/jpeg' };
}
