import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';
import { pictureOf, readQr } from './read-qr.js';

let work: IntakeAtWork;
let clerk: string;
let opened: { applicationId: string; ticket: string };
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  const { nik, familyCard } = someone();
  const answer = await work.ask('/applications', {
    method: 'POST',
    token: clerk,
    body: { kind: 'RUSAK', nik, familyCardNumber: familyCard, name: 'Budi Santoso', district: '650302' },
  });
  opened = (await answer.json()) as typeof opened;
}, 60_000);
afterAll(() => work.close(), 30_000);

describe('the receipt of the counter', () => {
  it('is one page with a code that opens the tracking page, and a day', async () => {
    const answer = await work.ask(`/applications/${opened.applicationId}/receipt`, { token: clerk });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);

    const [url = ''] = await readQr(pictureOf(pdf));
    expect(url).toMatch(/^http:\/\/loket\.test\/track\/[0-9A-HJKMNP-TV-Z]{26}$/);
    const tracked = await work.ask(new URL(url).pathname, { headers: { accept: 'application/json' } });
    expect(await tracked.json()).toMatchObject({ ticket: opened.ticket, state: 'draft' });

    const words = textOf(pdf);
    expect(words).toContain(opened.ticket);
    expect(words.replaceAll('\n', ' ')).toContain('paling lama 2 hari kerja sejak berkas lengkap');
    expect(words).toMatch(/1\. Pindai.*2\. .*WhatsApp.*3\. Dokumen yang kurang/s);
    expect(words).not.toMatch(/BUDI SANTOSO|\d{16}/);
  });

  it('is written down each time, and made for the staff of its office only', async () => {
    const path = `/applications/${opened.applicationId}/receipt`;
    const krayan = await work.bench.clerkToken(['clerk'], 'krayan');
    expect((await work.ask(path, { token: krayan })).status).toBe(404);
    expect((await work.ask(path)).status).toBe(401);
    const operator = await work.bench.clerkToken(['print-operator'], 'nunukan');
    expect((await work.ask(path, { token: operator })).status).toBe(403);
    expect((await work.ask('/applications/me/receipt', { token: clerk })).status).toBe(404);
    const before = await work.bench.query('select 1 from receipt_print');
    expect((await work.ask(path, { token: clerk })).status).toBe(200);
    const after = await work.bench.query<{ clerk: string }>('select clerk from receipt_print order by id');
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toEqual({ clerk: 'clerk-1' });
  });

  it('is given to notification, which sends it, and to no clerk by that way', async () => {
    const path = `/internal/applications/${opened.applicationId}/receipt`;
    expect((await work.ask(path, { token: clerk })).status).toBe(401);
    const answer = await work.ask(path, { token: await work.peerToken('notification') });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  });
});

describe('the pick-up slip', () => {
  it('is one drawing for the phone and for the shelf, masked, and written down', async () => {
    const path = `/internal/applications/${opened.applicationId}/pickup-slip`;
    expect((await work.ask(path, { token: clerk })).status).toBe(401);
    expect((await work.ask(path, { token: await work.peerToken('document-validation') })).status).toBe(403);
    const phone = await work.ask(path, { token: await work.peerToken('notification') });
    expect([phone.status, phone.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const shelf = await work.ask(`${path}?readyAt=2026-11-24T01:00:00.000Z`, {
      token: await work.peerToken('printing-queue'),
    });
    const [toPhone, onShelf] = [
      textOf(Buffer.from(await phone.arrayBuffer())),
      textOf(Buffer.from(await shelf.arrayBuffer())),
    ];
    for (const words of [toPhone, onShelf]) {
      expect(words).toContain(opened.ticket);
      expect(words).toContain('Bawa: KTP-el yang rusak (akan ditarik) dan KK');
      expect(words).toContain('650399**********');
      expect(words).not.toMatch(/BUDI SANTOSO|\d{16}/);
    }
    expect(onShelf).toContain('Siap diambil sejak: Selasa, 24 November 2026');
    expect(toPhone).not.toContain('Siap diambil sejak');
    const made = await work.bench.query<{ clerk: string }>('select clerk from receipt_print order by id desc limit 2');
    expect(made).toEqual([{ clerk: 'printing-queue' }, { clerk: 'notification' }]);
    const unknown = await work.ask('/internal/applications/0198c0de-0000-7000-8000-000000000000/pickup-slip', {
      token: await work.peerToken('notification'),
    });
    expect(unknown.status).toBe(404);
  });
});

/** The words of a PDF made by pdfkit: hexadecimal strings in deflated streams. */
function textOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  let words = '';
  for (const { index } of text.matchAll(/stream\n/g)) {
    const from = index + 'stream\n'.length;
    try {
      const page = inflateSync(pdf.subarray(from, text.indexOf('endstream', from))).toString('latin1');
      for (const [, shown = ''] of page.matchAll(/\[(.*?)\] TJ/g)) {
        for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/g))
          words += Buffer.from(hex, 'hex').toString('latin1');
        words += '\n';
      }
    } catch {
      // A picture, not a page.
    }
  }
  return words.replace(/\n(?=[a-z])/g, ' ');
}
