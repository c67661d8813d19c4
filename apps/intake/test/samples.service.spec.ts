import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationReplied } from '#contracts';
import { eventually } from '#testing';
import { type InboundEvent, parseWahaWebhook, parseWebhook } from '#whatsapp';
import fc from 'fast-check';
import { PersonalData } from '../src/personal-data.js';
import { type IntakeAtWork, intakeAtWork } from './intake-at-work.js';

const long = process.env['LOKET_LONG'] === '1';
const seed = Number(process.env['LOKET_SEED'] ?? (long ? Date.now() % 1_000_000 : 20_261_124));
const numRuns = long ? 60 : 5;

/** What becomes of each sample: every event in it, by its kind, and its one outcome. */
const becomes: Readonly<Record<string, readonly string[]>> = {
  'batch_many_entries_changes_messages.json': [
    'message answered',
    'message answered',
    'status filed',
    'message answered',
    'gateway_health filed',
  ],
  'dup_same_message_in_one_post.json': ['message answered'],
  'in_audio_file.json': ['message answered'],
  'in_button_template_quick_reply.json': ['message answered'],
  'in_contacts.json': ['message filed'],
  'in_document_akta.json': ['message filed'],
  'in_document_forwarded.json': ['message filed'],
  'in_flow_nfm_reply.json': ['message filed'],
  'in_flow_nfm_reply_no_token.json': ['message filed'],
  'in_image.json': ['message filed'],
  'in_image_with_url_2026.json': ['message filed'],
  'in_interactive_button_reply.json': ['message answered'],
  'in_interactive_list_reply.json': ['message answered'],
  'in_interactive_value_level_error.json': ['message ignored', 'unknown ignored'],
  'in_location.json': ['message filed'],
  'in_order.json': ['message ignored'],
  'in_reaction.json': ['reaction filed'],
  'in_reaction_removed.json': ['reaction filed'],
  'in_sticker.json': ['message answered'],
  'in_system_user_changed_number.json': ['identity_changed filed'],
  'in_template_button_without_context.json': ['message answered'],
  'in_text.json': ['message answered'],
  'in_text_reply.json': ['message answered'],
  'in_unsupported.json': ['message ignored'],
  'in_unsupported_with_type.json': ['message ignored'],
  'in_video.json': ['message answered'],
  'in_voice_note.json': ['message answered'],
  'sig_escaped_wire_body.bin': ['message answered'],
  'st_delivered_cbp.json': ['status filed'],
  'st_failed_130472.json': ['status filed'],
  'st_failed_131026.json': ['status filed'],
  'st_failed_131047.json': ['status filed'],
  'st_read_cbp.json': ['status filed'],
  'st_sent_biz_opaque.json': ['status filed'],
  'st_sent_cbp.json': ['status filed'],
  'wh_template_category_update.json': ['template_status filed'],
  'wh_template_status_update.json': ['template_status filed'],
  'waha_ack_read.json': ['status filed'],
  'waha_hmac_vector.json': ['unknown ignored'],
  'waha_media.json': ['message filed'],
  'waha_session_failed.json': ['gateway_health filed'],
  'waha_text.json': ['message answered'],
};

const folder = 'libs/whatsapp/test-data';
const wahaKey = 'the key of WAHA in this test';
const files = Object.keys(becomes);
const isWaha = (file: string) => file.startsWith('waha_');

let work: IntakeAtWork;
let personalData: PersonalData;
beforeAll(async () => {
  // Nobody is asked which service their photo is for: that would be a reply of the clock.
  work = await intakeAtWork({ WAHA_HMAC_KEY: wahaKey, ASK_SERVICE_AFTER_SECONDS: '3600', FILES_PER_HOUR: '10000' });
  const { LOKET_KEY = '', LOKET_INDEX_KEY = '' } = work.bench.environment;
  personalData = new PersonalData(LOKET_KEY, LOKET_INDEX_KEY);
}, 60_000);
afterAll(() => work.close(), 30_000);

/** The body of a sample as it stands in its file. */
function bodyOf(file: string): unknown {
  const parsed: unknown = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  return file === 'waha_hmac_vector.json' && isObject(parsed) ? JSON.parse(String(parsed['body'])) : parsed;
}

/** The same sample of other people at another time: the files share ids and senders, as real posts never do. */
function another(value: unknown, about: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => another(one, about, key));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, another(v, about, k)]));
  if (typeof value !== 'string') return value;
  const digest = createHash('sha256').update(`${about} ${value}`).digest('hex');
  if (key === 'id' || key === 'message_id') return `${value}${digest.slice(0, 12)}`;
  if (key === 'user_id' || key === 'from_user_id') return `ID.${digest}`;
  if (['from', 'wa_id', 'recipient_id'].includes(key)) {
    return value.replace(/^\d+/, `62${BigInt(`0x${digest.slice(0, 12)}`)}`.slice(0, 14));
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function post(file: string, body: unknown): Promise<Response> {
  if (!isWaha(file)) return work.post(body);
  const raw = JSON.stringify(body);
  const hmac = createHmac('sha512', wahaKey).update(raw).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-webhook-hmac': hmac };
  return fetch(`${work.url}/webhooks/waha`, { method: 'POST', headers, body: raw });
}

const eventsOf = (file: string, body: unknown): InboundEvent[] =>
  (isWaha(file) ? parseWahaWebhook : parseWebhook)(Buffer.from(JSON.stringify(body)));

/** `kind outcome` of every event of a body, in its order; a replay of the same event counts once. */
async function outcomesOf(file: string, body: unknown): Promise<string[]> {
  const keys = [...new Set(eventsOf(file, body).map(({ eventKey }) => personalData.index('event', eventKey)))];
  const rows = await work.bench.query<{ event_key: string; kind: string; outcomes: string[] | null }>(
    `select m.event_key, m.kind, array_agg(o.kind) filter (where o.kind is not null) as outcomes
       from webhook_message m left join message_outcome o on o.id = m.id where m.event_key = any($1) group by m.id`,
    [keys],
  );
  return keys.map((key) => {
    const row = rows.find(({ event_key }) => event_key === key);
    return `${row?.kind ?? 'not stored'} ${row?.outcomes?.join(' and ') ?? 'without an outcome'}`;
  });
}

async function allSettled(): Promise<void> {
  await eventually(
    async () => {
      const [row] = await work.bench.query<{ n: number }>(
        `select (select count(*) from webhook_message m where not exists (select 1 from message_outcome o where o.id = m.id))::int
              + (select count(*) from outbox where published_at is null)::int
              + (select count(*) from document where state = 'announced')::int as n`,
      );
      return row?.n === 0;
    },
    { what: 'all samples settled', withinMs: 20_000 },
  );
}

describe('the samples of the gateways', () => {
  it('are all named here', () => {
    const there = readdirSync(folder).filter((file) => /^(in|st|wh|waha|batch|dup)_|\.bin$/.test(file));
    expect(there.sort()).toEqual([...files].sort());
  });

  it(`are taken in any order, doubled, side by side and in one batch, each with its one effect (seed ${seed})`, async () => {
    let round = 0;
    const twice = [...files, ...files];
    const orders = fc.shuffledSubarray(twice, { minLength: twice.length });
    const ways = fc.constantFrom('one by one', 'eight at once', 'one batch');
    await fc.assert(
      fc.asyncProperty(orders, ways, async (order, way) => {
        round += 1;
        const bodies = new Map(files.map((file) => [file, another(bodyOf(file), `${round} ${file}`)]));
        const replies = work.saidOf(ConversationReplied).length;
        const statuses = await send(order, way, bodies);
        expect(statuses.filter((status) => status !== 200)).toEqual([]);
        await allSettled();
        const found: [string, string[]][] = [];
        for (const [file, body] of bodies) found.push([file, await outcomesOf(file, body)]);
        expect(Object.fromEntries(found.map(([file, outcomes]) => [file, asReadFirst(file, outcomes)]))).toEqual(
          becomes,
        );
        // One reply for each message that wants one, however often it was delivered.
        const answered = found.flatMap(([, outcomes]) => outcomes.filter((one) => one === 'message answered')).length;
        await eventually(() => work.saidOf(ConversationReplied).length >= replies + answered, { what: 'the replies' });
        expect(work.saidOf(ConversationReplied)).toHaveLength(replies + answered);
      }),
      { seed, numRuns, endOnFailure: true },
    );
    expect(work.bench.parked()).toEqual([]);
  }, 120_000);

  it('are taken as they stand, though many claim the same sender and the same id', async () => {
    for (const file of [...files, ...files.toReversed()]) expect((await post(file, bodyOf(file))).status).toBe(200);
    await allSettled();
    const doubled = await work.bench.query('select id from message_outcome group by id having count(*) > 1');
    expect(doubled).toEqual([]);
    expect(work.bench.parked()).toEqual([]);
  }, 60_000);
});

/** One person says two things in the batch: whichever is read first may call a clerk, who then has the other. */
function asReadFirst(file: string, outcomes: readonly string[]): string[] {
  const isBatch = file.startsWith('batch_');
  return outcomes.map((outcome) => (isBatch && outcome === 'message filed' ? 'message answered' : outcome));
}

async function send(order: readonly string[], way: string, bodies: ReadonlyMap<string, unknown>): Promise<number[]> {
  if (way === 'one batch') {
    const entry = order.filter((file) => !isWaha(file)).flatMap((file) => entriesOf(bodies.get(file)));
    const batch = await work.post({ object: 'whatsapp_business_account', entry });
    // The other gateway knows no batches.
    return [batch.status, ...(await send(order.filter(isWaha), 'one by one', bodies))];
  }
  const width = way === 'one by one' ? 1 : 8;
  const statuses: number[] = [];
  for (let from = 0; from < order.length; from += width) {
    const posted = order.slice(from, from + width).map((file) => post(file, bodies.get(file)));
    statuses.push(...(await Promise.all(posted)).map(({ status }) => status));
  }
  return statuses;
}

function entriesOf(body: unknown): unknown[] {
  return isObject(body) && Array.isArray(body['entry']) ? body['entry'] : [];
}
