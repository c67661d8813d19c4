// One request, played from outside: a lost card, by WhatsApp, to the hand-over at the console. Used by the demo and as the
// first journey test.
import { citizen } from './citizen.mjs';
import { signIn, waitFor } from './clerk.mjs';
import { readRegion } from './region.mjs';
import { placesOf } from './region-places.mjs';
import { familyCardJpeg, policeLetterPdf, requestLine, samplePerson } from './sample-documents.mjs';

/**
 * @typedef {object} Journey
 * @property {string} applicationId
 * @property {string} ticket
 * @property {string} jobId
 * @property {string} state
 * @property {string[]} replies
 * @property {string} trackingPage
 * @property {Record<string, Buffer>} sent
 * @property {{ entries: any[], traces: string[], services: string[] }} story
 */

/** The services whose spans the story of a whole journey must show. */
export const servicesOfAJourney = ['intake', 'document-validation', 'printing-queue', 'print-station', 'notification'];

/**
 * @param {{ urls: { graph: string, console: string, intake: string }, office: string, regionFile: string }} system
 * @param {string} adminPassword
 * @param {(who: string, text: string) => void} [say]
 * @returns {Promise<Journey>}
 */
export async function playJourney({ urls, office, regionFile }, adminPassword, say = () => undefined) {
  const index = Math.floor(Math.random() * 90_000_000);
  const person = samplePerson(index, await placesOf(readRegion({ REGION_FILE: regionFile }).region));
  const phone = citizen(urls.graph, `6281${String(index).padStart(9, '0')}`, person.name);
  const clerk = await signIn(urls.console, 'admin', adminPassword);
  say('clerk', 'signed in at the console');

  const box = `DEMO${index}`;
  const stock = await clerk.post(`/api/printing-queue/stations/${office}-1/blanks`, { box, from: 1, to: 5 });
  say('operator', `received 5 blanks, box ${box}; ${stock.inStock} in stock`);

  const familyCard = await familyCardJpeg(person);
  const letter = await policeLetterPdf(person);
  await phone.says(requestLine(person, 'HILANG'));
  say('citizen', '#KTP#…#HILANG (the number stays between the citizen and the office)');
  await phone.sends(familyCard, 'image/jpeg', 'KK');
  say('citizen', `photo of the family card, ${familyCard.length} bytes of JPEG`);
  await phone.sends(letter, 'application/pdf', 'surat kehilangan', 'surat kehilangan.pdf');
  say('citizen', `letter of the police, ${letter.length} bytes of PDF`);

  const opened = await phone.reads(/\*L-[0-9A-Z]+\*/);
  const ticket = /\*(L-[0-9A-Z]+)\*/.exec(opened)?.[1] ?? '';
  const { applications } = await clerk.get(`/api/intake/applications?ticket=${ticket}`);
  /** @type {string} */
  const applicationId = applications[0].applicationId;

  let shown = 0;
  const showReplies = async () => {
    const replies = await phone.replies();
    for (const reply of replies.slice(shown)) say('WhatsApp', reply);
    shown = replies.length;
  };
  /** Without a register service (REGISTER_MODE=manual) a clerk ticks what SIAK shows. */
  const tickRegister = async () => {
    const open = `state=open&task=tick-register&applicationId=${applicationId}`;
    const { reviews } = await clerk.get(`/api/document-validation/reviews?${open}`);
    for (const { reviewId } of reviews) {
      const at = `/api/document-validation/reviews/${reviewId}/register-result`;
      await clerk.post(at, { result: 'confirmed' });
      say('clerk', 'ticked that SIAK shows the person and a printable record');
    }
  };
  const jobId = await waitFor(
    'the printed card',
    async () => {
      await showReplies();
      await tickRegister();
      const { cards } = await clerk.get(`/api/printing-queue/cards?state=ready&office=${office}&limit=100`);
      return cards.find((/** @type {any} */ card) => card.applicationId === applicationId)?.jobId;
    },
    120_000,
  );
  const announced = await phone.reads(/siap diambil/);
  await showReplies();
  const trackingUrl =
    /https?:\/\/\S+\/track\/\S+/.exec(announced)?.[0] ?? /https?:\/\/\S+\/track\/\S+/.exec(opened)?.[0];
  if (!trackingUrl) throw new Error('no tracking link came');
  const trackingPage = await (await fetch(trackingUrl, { headers: { accept: 'text/html' } })).text();
  say('citizen', `opens ${trackingUrl}: ${trackingPage.length} bytes`);

  await clerk.post(`/api/printing-queue/print-jobs/${jobId}/hand-over`, {
    collectedBy: 'self',
    oldCardTaken: false,
    note: 'kartu hilang',
  });
  say('clerk', 'handed the card over');
  const state = await waitFor('handed_over', async () => {
    const { state: now } = await clerk.get(`/api/intake/applications/${applicationId}`);
    return now === 'handed_over' ? now : undefined;
  });
  await waitFor('the last message', async () => {
    await showReplies();
    return (await phone.replies()).some((reply) => /terima kasih/i.test(reply) && /serah|diambil|ambil/i.test(reply));
  });

  const story = await waitFor('the spans of every service, up to the hand-over, in the story', async () => {
    /** @type {{ entries: { entry: string, service: string, name: string }[], traces: string[], services: string[] }} */
    const told = await clerk.get(`/api/ops-console/applications/${applicationId}/story`);
    const spans = told.entries.filter((one) => one.entry === 'span');
    const seen = new Set(spans.map((one) => one.service));
    const isWhole =
      servicesOfAJourney.every((service) => seen.has(service)) &&
      spans.some((one) => one.name === 'hand over card') &&
      told.entries.some((one) => one.entry === 'event' && one.name === 'application.handed-over');
    return isWhole ? told : undefined;
  });
  return {
    ...{ applicationId, ticket, jobId, state, trackingPage, story },
    replies: await phone.replies(),
    sent: { 'family-card.jpg': familyCard, 'police-letter.pdf': letter },
  };
}
