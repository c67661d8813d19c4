import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { waitFor } from '../../scripts/clerk.mjs';
import { playJourney, servicesOfAJourney } from '../../scripts/play-journey.mjs';
import { damagedCardJpeg, familyCardJpeg, requestLine } from '../../scripts/sample-documents.mjs';
import { placesThatName, type Someone } from './find-person.js';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

let on: WholeSystem;
/** Everybody these requests are about. */
const met: Someone[] = [];
beforeAll(async () => {
  on = await wholeSystem('whatsapp');
}, 180_000);
afterAll(() => on?.stop(), 60_000);

const nobody = { nik: 'nobody-1', familyCardNumber: 'nobody-2', name: 'nobody-3', phone: 'nobody-4' };

function newCitizen() {
  const one = on.newCitizen();
  met.push({ ...one.person, phone: one.phone.number });
  return one;
}

describe('a request by WhatsApp', () => {
  it('goes from the first message to the handed-over card, and its story joins all services in order', async () => {
    const journey = await playJourney(on.system, on.system.keys.firstAdmin.password);
    expect(journey.state).toBe('handed_over');
    expect(journey.story.services).toEqual(expect.arrayContaining(servicesOfAJourney));
    const times = journey.story.entries.map((entry: { at: string }) => entry.at);
    expect(times).toEqual([...times].sort());
    expect(journey.trackingPage).toMatch(/siap diambil/i);
    expect(journey.trackingPage).not.toContain('650399');
    expect(journey.replies.join('\n')).not.toMatch(/\d{16}/);
  }, 120_000);

  it('names the missing family card, defect and fix in one message; the citizen sends only that; the clock starts then', async () => {
    const { person, phone } = newCitizen();
    await phone.says(requestLine(person, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
    await phone.says('SELESAI');
    const asked = await phone.reads(/belum lengkap/);
    expect(asked).toMatch(/Kartu Keluarga/);
    expect(asked).toMatch(/belum/);
    expect(asked).toMatch(/foto dokumen asli|foto asli/);
    expect((await phone.replies()).filter((reply) => /belum lengkap/.test(reply))).toHaveLength(1);
    const applicationId = await on.applicationOf(ticket);
    const before = (await on.clerk.get(`/api/intake/applications/${applicationId}`)) as {
      completeSince: string | null;
    };
    expect(before.completeSince).toBeNull();

    const resent = new Date();
    await phone.sends(await familyCardJpeg(person), 'image/jpeg');
    await phone.reads(/siap diambil/);
    const after = (await on.clerk.get(`/api/intake/applications/${applicationId}`)) as { completeSince: string };
    expect(new Date(after.completeSince).getTime()).toBeGreaterThanOrEqual(resent.getTime() - 1_000);
    await on.handOver(applicationId);
  }, 120_000);

  it('takes a photo without a word for what was asked, and believes the citizen who says that it is something else', async () => {
    const { person, phone } = on.newCitizen();
    await phone.says(requestLine(person, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.reads(/mulai dari nomor 1/);
    await phone.sends(await familyCardJpeg(person), 'image/jpeg');
    await phone.reads(/pilih di bawah/);
    await phone.says('itu KK bukan KTP');
    await phone.reads(/kami catat sebagai Kartu Keluarga/);
    await phone.sends(await damagedCardJpeg(person), 'image/jpeg');
    await phone.reads(/Foto 1: Kartu Keluarga.*\nFoto 2: KTP-el lama/);
    const applicationId = await on.applicationOf(ticket);
    await on.handOver(applicationId);
    const { documents } = (await on.clerk.get(`/api/intake/applications/${applicationId}`)) as {
      documents: { claimedAs: string }[];
    };
    expect(documents.map(({ claimedAs }) => claimedAs)).toEqual(['KK', 'KTP_LAMA']);
  }, 120_000);

  it('goes to a person when the register doubts, and on when the person approves', async () => {
    const { person, phone } = newCitizen();
    await fetch(`${on.system.urls.register}/_people`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ [person.nik]: { elements: { NAMA_LGKP: 'Tidak Sesuai (12)' } } }),
    });
    await phone.says(requestLine(person, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
    await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
    const applicationId = await on.applicationOf(ticket);
    await on.reaches(applicationId, 'under_review');
    const reviewId = await waitFor('the review', async () => {
      const { reviews } = (await on.clerk.get(
        `/api/document-validation/reviews?state=open&task=decide-doubt&applicationId=${applicationId}`,
      )) as { reviews: { reviewId: string }[] };
      return reviews[0]?.reviewId;
    });
    await on.clerk.sees(`/api/ops-console/applications/${applicationId}`, /"task":"decide-doubt"/);
    await on.clerk.post(`/api/document-validation/reviews/${reviewId}/decision`, { verdict: 'approve' });
    await on.handOver(applicationId);
  }, 120_000);

  it('says clearly what is wrong with a bad file, and stays open until a good one comes', async () => {
    const { person, phone } = newCitizen();
    const good = await familyCardJpeg(person);
    const bomb = await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const bad: [string, Buffer, string, RegExp][] = [
      [
        'a program that calls itself a photo',
        Buffer.from('MZ this is not a picture at all'),
        'image/jpeg',
        /belum lengkap|tidak dapat|tidak bisa/,
      ],
      [
        'a photo cut off in the middle',
        good.subarray(0, 9_000),
        'image/jpeg',
        /rusak|tidak dapat dibuka|tidak terbaca|tidak bisa dibuka/,
      ],
      ['20,000 × 20,000 pixels', bomb, 'image/png', /terlalu besar|ukuran/],
    ];
    await phone.says(requestLine(person, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
    const applicationId = await on.applicationOf(ticket);
    for (const [what, bytes, mime, says] of bad) {
      const before = (await phone.replies()).length;
      await phone.sends(bytes, mime, 'KK');
      const reply = await waitFor(`an answer to ${what}`, async () =>
        (await phone.replies()).slice(before).find((text) => says.test(text)),
      );
      expect(reply).toMatch(/Kartu Keluarga|berkas|foto/i);
      await on.reaches(applicationId, 'correction_requested');
    }
    await phone.sends(good, 'image/jpeg', 'KK');
    await on.handOver(applicationId);
  }, 180_000);

  it('takes an iPhone’s HEIC and a photo that says where it was taken; staff see copies without a word of that', async () => {
    const { person, phone } = on.newCitizen();
    const heic = readFileSync('apps/document-validation/test-data/specimen.heic');
    const tellsWhere = await sharp(await damagedCardJpeg(person))
      .withExif({ IFD0: { Make: 'SPECIMEN' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '4/1 8/1 0/1' } })
      .jpeg()
      .toBuffer();
    await phone.says(requestLine(person, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.sends(heic, 'image/heic', 'KK');
    await phone.sends(tellsWhere, 'image/jpeg', 'KTP rusak');
    await phone.reads(/siap diambil/);
    const applicationId = await on.applicationOf(ticket);
    const { documents } = (await on.clerk.get(`/api/intake/applications/${applicationId}`)) as {
      documents: { documentId: string }[];
    };
    expect(documents).toHaveLength(2);
    for (const { documentId } of documents) {
      const { type, bytes } = await on.clerk.file(
        `/api/intake/applications/${applicationId}/documents/${documentId}/content?reason=check`,
      );
      const shown = await sharp(bytes).metadata();
      expect([type, shown.format, shown.exif]).toEqual(['image/jpeg', 'jpeg', undefined]);
      expect(bytes.includes('SPECIMEN')).toBe(false);
    }
    await on.handOver(applicationId);
  }, 120_000);

  it('leaves no number, name or phone of its citizen in logs, spans, metrics, events or parked errors', async () => {
    expect(met.length).toBeGreaterThanOrEqual(3);
    expect(await placesThatName(on.system, met)).toEqual([]);
    // It would be seen: the look finds what is really there.
    expect(await placesThatName(on.system, [{ ...nobody, name: 'admin' }])).not.toEqual([]);
  }, 60_000);

  it('holds every invariant afterwards', async () => {
    expect(await on.violations()).toEqual([]);
  }, 180_000);
});
