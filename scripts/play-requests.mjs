// The citizens' side of a replay: plays planned requests, so many at a time, and keeps what each client did and was told.
import { setTimeout as pause } from 'node:timers/promises';
import { citizen } from './citizen.mjs';
import { officeDistrict, sampleFiles } from './replay-mix.mjs';
import { requestLine } from './sample-documents.mjs';
import { seededRandom } from './seeded-random.mjs';

/**
 * @typedef {object} Played
 * @property {import('./replay-mix.mjs').PlannedRequest} request
 * @property {string} [ticket]         as the citizen or the clerk was told
 * @property {string} [applicationId]  of a counter request
 */

/**
 * @param {object} settings
 * @param {import('./replay-mix.mjs').PlannedRequest[]} settings.requests
 * @param {{ graph: string, register: string }} settings.urls
 * @param {import('./clerk.mjs').Clerk} settings.clerk
 * @param {string} settings.office
 * @param {number} settings.seed
 * @param {number} [settings.atOnce]  requests under way; default 30
 * @param {(played: Played) => void} settings.onPlayed
 * @returns {Promise<Played[]>}
 */
export async function playRequests({ requests, urls, clerk, office, seed, atOnce = 30, onPlayed }) {
  const files = await sampleFiles();
  const doubtful = requests.filter((request) => request.registerDoubts);
  await putPeople(urls.register, doubtful);
  /** @type {Played[]} */
  const played = [];
  let next = 0;
  async function worker() {
    for (let index = next++; index < requests.length; index = next++) {
      const request = /** @type {import('./replay-mix.mjs').PlannedRequest} */ (requests[index]);
      const random = seededRandom(seed + index);
      const one =
        request.channel === 'counter'
          ? await atCounter(request, files, clerk, office)
          : await byWhatsapp(request, files, urls.graph, random);
      played.push(one);
      onPlayed(one);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, requests.length) }, worker));
  return played;
}

/** @param {string} registerUrl @param {import('./replay-mix.mjs').PlannedRequest[]} doubtful */
async function putPeople(registerUrl, doubtful) {
  if (doubtful.length === 0) return;
  const table = Object.fromEntries(
    doubtful.map(({ person }) => [person.nik, { elements: { NAMA_LGKP: 'Tidak Sesuai (40)' } }]),
  );
  const answer = await fetch(`${registerUrl}/_people`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(table),
  });
  if (!answer.ok) throw new Error(`the register stand-in took no people: ${answer.status}`);
}

/**
 * @param {import('./replay-mix.mjs').PlannedRequest} request
 * @param {Awaited<ReturnType<typeof sampleFiles>>} files
 * @param {string} graphUrl
 * @param {ReturnType<typeof seededRandom>} random
 * @returns {Promise<Played>}
 */
async function byWhatsapp(request, files, graphUrl, random) {
  const { person, kind, photosWithoutCaption, photosBeforeText, familyCardMissingAtFirst } = request;
  const phone = citizen(graphUrl, request.phone, person.name);
  /** @param {string} caption */
  const caption = (caption) => (photosWithoutCaption ? undefined : caption);
  const sendKk = () => phone.sends(files.familyCard(person.nik), 'image/jpeg', caption('KK'));
  const sendOther = () =>
    kind === 'HILANG'
      ? phone.sends(files.letter(person.nik), 'application/pdf', caption('surat polisi'), 'surat.pdf')
      : phone.sends(files.damagedCard(person.nik), 'image/jpeg', caption('KTP rusak'));
  const says = () => phone.says(requestLine(person, kind));
  // Without captions the office takes photos in the order it asks for them: the citizen sends them so.
  const photos = familyCardMissingAtFirst
    ? [() => phone.sends(files.damagedCard(person.nik), 'image/jpeg', kind === 'HILANG' ? 'surat polisi' : 'KTP rusak')]
    : photosWithoutCaption
      ? [sendOther, sendKk]
      : random.shuffled([sendOther, sendKk]);
  for (const act of photosBeforeText ? [...photos, says] : [says, ...photos]) await act();
  if (familyCardMissingAtFirst) await phone.says('SELESAI');
  const ticket = await untilTicket(phone);
  if (familyCardMissingAtFirst) {
    await phone.reads(/belum lengkap/, 600_000);
    await phone.sends(files.familyCard(person.nik), 'image/jpeg', 'KK');
  } else if (request.withdrawsLater) await phone.says('BATAL');
  return { request, ticket };
}

/** @param {ReturnType<typeof citizen>} phone */
async function untilTicket(phone) {
  const told = await phone.reads(/\*L-[0-9A-Z]+\*/, 600_000);
  return /\*(L-[0-9A-Z]+)\*/.exec(told)?.[1];
}

/**
 * @param {import('./replay-mix.mjs').PlannedRequest} request
 * @param {Awaited<ReturnType<typeof sampleFiles>>} files
 * @param {import('./clerk.mjs').Clerk} clerk
 * @param {string} office
 * @returns {Promise<Played>}
 */
async function atCounter(request, files, clerk, office) {
  const { person, kind } = request;
  const { nik, familyCardNumber, name, village } = person;
  const district = officeDistrict;
  const body = { kind, nik, familyCardNumber, name, village, district, office, phone: request.phone };
  const key = crypto.randomUUID();
  /** @type {{ applicationId: string, ticket: string }} */
  const { applicationId, ticket } = await untilDone(() => clerk.post('/api/intake/applications', body, key));
  const at = `/api/intake/applications/${applicationId}`;
  await untilDone(() => clerk.upload(`${at}/documents?as=KK`, files.familyCard(nik), 'image/jpeg'));
  await untilDone(() =>
    kind === 'HILANG'
      ? clerk.upload(`${at}/documents?as=SURAT_KEHILANGAN`, files.letter(nik), 'application/pdf')
      : clerk.upload(`${at}/documents?as=KTP_LAMA`, files.damagedCard(nik), 'image/jpeg'),
  );
  await untilDone(() => clerk.post(`${at}/submission`));
  return { request, ticket, applicationId };
}

/** Too many at once; or no valid token, which a clerk has again when all clocks agree again. */
const passing = [401, 429];

/**
 * A clerk tries again when a service is away for a moment; what is wrong in itself stays wrong.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function untilDone(act) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
      if ((status >= 400 && status < 500 && !passing.includes(status)) || attempt > 300) throw error;
      await pause(Math.min(2_000, 100 * attempt));
    }
  }
}
