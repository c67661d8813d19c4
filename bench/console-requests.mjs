// Lives of invented requests as the console's copy of all events would have them: the mix is assumed, as in mix.json; no person
// is in it. Used by the console's benchmark and by the test that makes its projections anew.
import { createHash } from 'node:crypto';
import { seededRandom } from '../scripts/seeded-random.mjs';

/**
 * @typedef {object} Copied  one row of the copy of all events
 * @property {string} id
 * @property {string} type
 * @property {string} subject
 * @property {string | null} application_id
 * @property {number | null} sequence
 * @property {string} time
 * @property {string} source
 * @property {Record<string, unknown>} data
 */

const kinds = ['HILANG', 'HILANG', 'RUSAK', 'UBAH_DATA', 'UBAH_DATA', 'PINDAH_DALAM_NKRI', 'BARU_WNI', 'BARU_WNI'];
const documents = ['KK', 'KTP_LAMA', 'SURAT_KEHILANGAN'];
const defects = ['missing', 'missing', 'blurred', 'not-original'];
const districts = Array.from({ length: 21 }, (_, at) => `6503${String(at + 1).padStart(2, '0')}`);
const sources = ['kantor', 'instagram', 'rt'];
const elements = 'PERSYARATAN PROSEDUR WAKTU BIAYA PRODUK KOMPETENSI PERILAKU PENGADUAN SARANA'.split(' ');
const hour = 3_600_000;

/**
 * @param {number} count
 * @param {{ seed: number, from: string, to: string }} how  the requests begin between these instants; at the second nothing more
 *   has happened, so that the youngest are under way
 * @returns {Generator<Copied[]>} the events of one request after the other
 */
export function* inventLives(count, { seed, from, to }) {
  const random = seededRandom(seed);
  const end = new Date(to).toISOString();
  for (let at = 0; at < count; at += 1) {
    const life = inventLife(random, `${seed}:${at}`, [Date.parse(from), Date.parse(to)]);
    yield life.filter(({ time }) => time <= end);
  }
}

/** @typedef {ReturnType<typeof seededRandom>} Random */

/** @param {Random} random @param {string} name @param {[number, number]} span @returns {Copied[]} */
function inventLife({ next: random, pick }, name, [from, to]) {
  const id = (/** @type {string} */ what) => uuidOf(`${name}:${what}`);
  const applicationId = id('application');
  const district = pick(districts);
  const office = Number(district.slice(4)) % 9 === 0 ? 'krayan' : 'nunukan';
  const channel = random() < 0.55 ? 'whatsapp' : random() < 0.9 ? 'counter' : 'village';
  const base = { applicationId, kind: pick(kinds), channel, district, office };
  /** @type {Copied[]} */
  const events = [];
  let now = from + Math.floor(random() * (to - from));
  let sequence = 0;
  const pass = (/** @type {number} */ most) => (now += Math.floor(random() * most * hour) + 1000);
  /** @param {string} source @param {string} type @param {Record<string, unknown>} data @param {number | null} place */
  const say = (source, type, data, place = null) =>
    events.push({
      id: id(`event ${events.length}`),
      type,
      subject: applicationId,
      application_id: applicationId,
      sequence: place,
      time: new Date(now).toISOString(),
      source,
      data,
    });
  /** @param {string} type @param {string} state @param {Record<string, unknown>} [more] */
  const announce = (type, state, more = {}) => {
    sequence += 1;
    say('intake', `application.${type}`, { ...base, sequence, state, ...more }, sequence);
    if (channel === 'whatsapp' && !['delayed', 'resumed', 'draft'].includes(type)) tell(`application.${type}`);
  };
  const tell = (/** @type {string} */ fact) => {
    const data = { messageId: id(`message ${events.length}`), about: applicationId, fact };
    for (const type of ['message.sent', random() < 0.03 ? 'message.failed' : 'message.delivered'])
      say('notification', type, { ...data, ...(type === 'message.failed' && { errorClass: 'permanent-recipient' }) });
  };
  const waitFor = (/** @type {string} */ state, /** @type {string} */ cause, /** @type {number} */ most) => {
    const since = new Date(now).toISOString();
    announce('delayed', state, { cause, since });
    pass(most);
    announce('resumed', state, { cause, since, until: new Date(now).toISOString() });
  };

  const source = channel === 'whatsapp' && random() < 0.3 ? pick(sources) : undefined;
  announce('draft', 'draft', source ? { source } : {});
  if (source) say('intake', 'conversation.source-named', { conversationId: id('conversation'), source });
  pass(2);
  announce('submitted', 'submitted');
  pass(3);
  if (random() < 0.35) {
    const findings = [{ document: pick(documents), defect: pick(defects) }];
    announce('correction-requested', 'correction_requested', { findings });
    pass(72);
    if (random() < 0.08) {
      announce('expired', 'expired');
      return events;
    }
    announce('submitted', 'submitted');
    pass(2);
  }
  announce('checking-register', 'checking_register', { completeSince: new Date(now).toISOString(), workingDays: 2 });
  if (random() < 0.12) waitFor('checking_register', 'network', 60);
  pass(2);
  if (base.kind === 'BARU_WNI' && random() < 0.6) {
    announce('awaiting-recording', 'awaiting_recording', { cause: random() < 0.7 ? 'recording' : 'deduplication' });
    pass(200);
  }
  if (random() < 0.02) {
    announce('rejected', 'rejected', { legalReason: 'PERPRES_96_2018_17' });
    return events;
  }
  announce('ready-to-print', 'ready_to_print');
  if (random() < 0.1) waitFor('ready_to_print', pick(['blanks', 'ribbon', 'station']), 90);
  const job = { jobId: id('job'), applicationId, answers: sequence, office: 'nunukan' };
  say('printing-queue', 'print-job.offered', job);
  pass(6);
  const attempt = { ...job, stationId: 'nunukan-1', attempt: 1 };
  say('printing-queue', 'print-job.started', attempt);
  if (random() < 0.02) say('printing-queue', 'print-job.abandoned', { ...job, reason: 'spoiled' });
  announce('printing', 'printing');
  pass(1);
  say('printing-queue', 'print-job.completed', { ...attempt, pickupOffice: office });
  if (office === 'krayan') {
    announce('in-transit', 'in_transit');
    pass(120);
  }
  announce('ready-for-pickup', 'ready_for_pickup');
  if (random() < 0.1) return events;
  pass(100);
  say('printing-queue', 'card.handed-over', { ...job, collectedBy: 'self', oldCardTaken: true });
  announce('handed-over', 'handed_over');
  if (channel !== 'whatsapp') return events;
  pass(2);
  say('intake', 'survey.asked', base);
  pass(20);
  const mark = () => 1 + Math.floor(4 * Math.sqrt(random()));
  const answers = Object.fromEntries(elements.map((element) => [element, mark()]));
  if (random() < 0.5) say('intake', 'survey.answered', { ...base, answers });
  return events;
}

/** @param {string} name */
function uuidOf(name) {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The statement that copies events (`$1`: an array of rows as JSON). */
export const copyStatement = `
  insert into event (id, type, version, subject, application_id, sequence, time, source, correlation_id, data)
  select id, type, 1, subject, application_id, sequence, time, source, id::text, data
    from jsonb_to_recordset($1::jsonb) as said (id uuid, type text, subject text, application_id uuid, sequence int,
         time timestamptz, source text, data jsonb)`;
