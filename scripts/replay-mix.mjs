// What is replayed: N synthetic requests in the assumed mix of bench/mix.json, the same for the same seed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegion } from './region.mjs';
import { placesOf } from './region-places.mjs';
import { root } from './runtime.mjs';
import { damagedCardJpeg, familyCardJpeg, policeLetterPdf, samplePerson } from './sample-documents.mjs';
import { seededRandom } from './seeded-random.mjs';

/**
 * @typedef {object} PlannedRequest
 * @property {import('./sample-documents.mjs').Person} person
 * @property {string} phone
 * @property {'HILANG' | 'RUSAK'} kind
 * @property {'whatsapp' | 'counter'} channel
 * @property {boolean} familyCardMissingAtFirst
 * @property {boolean} photosWithoutCaption
 * @property {boolean} photosBeforeText
 * @property {boolean} withdrawsLater
 * @property {boolean} registerDoubts
 */

const places = await placesOf(readRegion(process.env).region);

/** The code of the district in which the printing office stands: counter requests are taken there. */
export const officeDistrict = places.districtCode;

export const mix = JSON.parse(readFileSync(join(root, 'bench/mix.json'), 'utf8'));

/**
 * @param {number} applications
 * @param {number} seed
 * @param {number} first  number of the first person, so that a second replay plays other people
 * @returns {PlannedRequest[]}
 */
export function planRequests(applications, seed, first) {
  const random = seededRandom(seed);
  return Array.from({ length: applications }, (_, index) => {
    const person = { ...samplePerson(first + index), district: random.pick(places.districts) };
    return {
      person,
      phone: `6285${String(first + index).padStart(9, '0')}`,
      kind: /** @type {'HILANG' | 'RUSAK'} */ (random.weighted(mix.kinds)),
      channel: /** @type {'whatsapp' | 'counter'} */ (random.weighted(mix.channels)),
      familyCardMissingAtFirst: random.chance(mix.whatsapp.familyCardMissingAtFirst),
      photosWithoutCaption: random.chance(mix.whatsapp.photosWithoutCaption),
      photosBeforeText: random.chance(mix.whatsapp.photosBeforeText),
      withdrawsLater: random.chance(mix.whatsapp.withdrawsLater),
      registerDoubts: random.chance(mix.registerDoubts),
    };
  });
}

/**
 * Files that differ for each person, made from a few that were drawn once: drawing 50,000 pictures would measure the drawing.
 */
export async function sampleFiles() {
  const drawn = samplePerson(0);
  const [familyCard, damagedCard, letter] = await Promise.all([
    familyCardJpeg(drawn),
    damagedCardJpeg(drawn),
    policeLetterPdf(drawn),
  ]);
  return {
    /** @param {string} mark */
    familyCard: (mark) => markedJpeg(familyCard, mark),
    /** @param {string} mark */
    damagedCard: (mark) => markedJpeg(damagedCard, mark),
    /** @param {string} mark */
    letter: (mark) => Buffer.concat([letter, Buffer.from(`% ${mark}\n`)]),
  };
}

/** The same picture with a comment segment of its own. @param {Buffer} jpeg @param {string} mark */
function markedJpeg(jpeg, mark) {
  const text = Buffer.from(mark);
  const comment = Buffer.alloc(4);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), comment, text, jpeg.subarray(2)]);
}
