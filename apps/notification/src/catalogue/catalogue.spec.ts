import { describe, expect, it } from '@jest/globals';
import { documentCodes } from '#civil-registry';
import { ApplicationCorrectionRequested, ApplicationReadyForPickup, finding, type Finding } from '#contracts';
import { mask } from '#observability';
import { checkLimits } from '#whatsapp';
import { announcements } from '../flow.js';
import { outboundOf } from '../sending/word-message.js';
import { announcementMessages, findReplyMessage, reminderMessages, replyMessages, staffMessages } from './catalogue.js';
import { exampleApplication } from './example-application.js';
import type { AnnouncementContext, Worded } from './message.js';

const context: AnnouncementContext = {
  at: new Date('2026-11-23T23:30:00Z'),
  setting: {
    agency: 'Disdukcapil Kabupaten Contoh',
    timeZone: 'Asia/Makassar',
    timeZoneName: 'WITA',
    workingDays: 2,
    complaintChannel: 'Pengaduan di loket atau di percakapan ini.',
    tutorialUrl: 'https://disdukcapil.example/panduan',
  },
  application: exampleApplication,
};
const entries = [...Object.values(announcementMessages), ...reminderMessages, ...replyMessages, ...staffMessages];
const examples = entries.flatMap((entry) =>
  entry.examples.map(
    (variables, place) => [`${entry.key} ${place + 1}`, entry, entry.word(variables, context)] as const,
  ),
);

function worded(
  key: keyof typeof announcementMessages,
  data: unknown,
  with_: Partial<AnnouncementContext> = {},
): Worded {
  return announcementMessages[key].word(data, { ...context, ...with_ });
}

describe('the catalogue', () => {
  it('has the message of every announcement and every reply once', () => {
    expect(
      Object.values(announcementMessages)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(announcements.map(({ type }) => type).sort());
    expect(new Set(replyMessages.map(({ key }) => key)).size).toBe(replyMessages.length);
    for (const [key, entry] of Object.entries(announcementMessages)) expect(entry.key).toBe(key);
  });

  it.each(examples)('%s can be sent both ways', (_, entry, { text, template }) => {
    const to = { phone: '6281200000000' };
    checkLimits({ messageId: 'm', to, message: { kind: 'text', body: text } });
    checkLimits({
      messageId: 'm',
      to,
      message: { kind: 'template', name: template.name, language: template.language, body: [...template.values] },
    });
    const places = [...entry.template.body.matchAll(/\{\{(\d+)\}\}/g)].map(([, place]) => Number(place));
    expect(places).toEqual(template.values.map((_value, index) => index + 1));
  });

  it('offers its choices to tap on where the gateway can, within its limits, and in words where it cannot', () => {
    const tapped = examples.flatMap(([, entry, words]) => (words.toTap ? [[entry.key, words] as const] : []));
    expect(tapped.map(([key]) => key)).toEqual(
      expect.arrayContaining(['greeting', 'which-service', 'confirm-withdrawal']),
    );
    const kinds = tapped.map(([, words]) => {
      const message = outboundOf(words, false, { buttons: true, lists: true });
      checkLimits({ messageId: 'm', to: { phone: '6281200000000' }, message });
      const inWords = outboundOf(words, false, { buttons: false, lists: false });
      expect(inWords).toEqual({ kind: 'text', body: words.text });
      for (const choice of words.toTap?.menu.choices ?? []) {
        if (choice === undefined) continue;
        expect(words.text).toContain(`*${choice.words}* ${choice.title}`);
      }
      return message.kind;
    });
    expect(new Set(kinds)).toEqual(new Set(['list', 'buttons']));
  });

  it.each(entries.map((entry) => [entry.key, entry.template] as const))(
    'the template of %s begins and ends with words, as Meta demands, and sells nothing',
    (_, { name, body, category }) => {
      expect(body).not.toMatch(/^\s*\{\{|\}\}[.!?\s]*$/);
      expect(name).toMatch(/^[a-z0-9_]+$/);
      expect(body.length).toBeLessThanOrEqual(1_024);
      expect(category).toBe('UTILITY');
      expect(body).not.toMatch(/promo|diskon|hadiah/i);
    },
  );

  it.each(examples)('%s holds no personal number, and no trace of code', (_, __, { text, template }) => {
    for (const said of [text, ...template.values]) {
      expect(mask(said)).toBe(said);
      expect(said).not.toMatch(/undefined|null|NaN|\[object|\{\{/);
      expect(said).not.toMatch(/\d{9}/);
    }
  });

  it.each(examples)('%s shows a person masked only, as at most the region and a few letters', (_, __, words) => {
    for (const said of [words.text, words.toTap?.body ?? '', ...words.template.values]) {
      // Ten of sixteen digits are stars, and a name is three letters and stars at most (domain 6.4).
      for (const [starred] of said.matchAll(/\d+\*{2,}/g)) expect(starred).toMatch(/^\d{6}\*{10}$/);
      for (const [name] of said.matchAll(/[A-Z]+\*{3}(?!\*)/g)) expect(name).toMatch(/^[A-Z]{1,3}\*{3}$/);
      expect(said).not.toMatch(/\b(?:\+?62|0)8\d{7,}/);
    }
  });

  it('says in every request’s message but the last ones that it is free, and how to look it up', () => {
    for (const [key, entry] of Object.entries(announcementMessages)) {
      if (key === 'application.handed-over' || key === 'application.withdrawn') continue;
      const [example] = entry.examples;
      expect(entry.word(example, context).text).toContain('GRATIS');
      expect(entry.word(example, context).text).toContain(exampleApplication.trackUrl);
    }
  });
});

describe('a correction', () => {
  const everyDefect = finding.shape.defect.options;
  it.each(everyDefect)('says the document, the defect and the fix of %s for every document', (defect) => {
    for (const document of documentCodes) {
      const findings: Finding[] = [{ document, defect }];
      const { text } = worded('application.correction-requested', {
        ...ApplicationCorrectionRequested.example,
        findings,
      });
      expect(text).toMatch(/1\. \*.+\*: .+\. Mohon .+\./);
      expect(text).not.toContain(document === 'KK' || document === 'ITAP' || document === 'SKPWNI' ? '@' : document);
    }
  });

  it('names all of them in one message, within the limit', () => {
    const findings: Finding[] = documentCodes.flatMap((document) =>
      everyDefect.map((defect) => ({ document, defect })),
    );
    const { text, template } = worded('application.correction-requested', {
      ...ApplicationCorrectionRequested.example,
      findings,
    });
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(template.values.every((value) => value.length <= 1_024)).toBe(true);
    const two = worded('application.correction-requested', {
      ...ApplicationCorrectionRequested.example,
      findings: [
        { document: 'SURAT_KEHILANGAN', defect: 'missing' },
        { document: 'KK', defect: 'blurred' },
      ],
    }).text;
    expect(two).toContain('Surat keterangan kehilangan dari kepolisian*: belum ada');
    expect(two).toContain('Kartu Keluarga (KK)*: fotonya buram');
  });

  it('calls the damaged card by the name it has in that request', () => {
    const { text } = worded(
      'application.correction-requested',
      { ...ApplicationCorrectionRequested.example, findings: [{ document: 'KTP_LAMA', defect: 'missing' }] },
      { application: { ...exampleApplication, kind: 'RUSAK' } },
    );
    expect(text).toContain('KTP-el yang rusak');
  });
});

describe('single messages', () => {
  it('says where the card is and what to bring, and hours only where the office has confirmed them', () => {
    const data = ApplicationReadyForPickup.example;
    const lost = worded('application.ready-for-pickup', data).text;
    expect(lost).toContain('siap diambil');
    expect(lost).toContain(exampleApplication.office.name);
    expect(lost).toContain('Bawa: KK');
    expect(lost).not.toContain('Jam layanan');
    const office = { ...exampleApplication.office, hours: 'Senin sampai Jumat 07.30–16.00' };
    const damaged = worded('application.ready-for-pickup', data, {
      application: { ...exampleApplication, kind: 'RUSAK', office },
    }).text;
    expect(damaged).toContain('Bawa: KTP-el yang rusak');
    expect(damaged).toContain('Jam layanan: Senin sampai Jumat');
  });

  it('tells times by the clock of the office', () => {
    const { text } = worded('application.submitted', announcements[0].example);
    expect(text).toContain('Selasa, 24 November 2026 pukul 07.30 WITA');
  });

  it('reads a legal reason as a law', () => {
    const rejected = announcementMessages['application.rejected'];
    expect(rejected.word(rejected.examples[0], context).text).toContain('Perpres Nomor 96 Tahun 2018 pasal 17');
  });

  it('never invites who waits at the centre to record again', () => {
    const [recording, deduplication] = announcementMessages['application.awaiting-recording'].examples.map(
      (data) => worded('application.awaiting-recording', data).text,
    );
    expect(recording).toContain('datang sendiri');
    expect(deduplication).toContain('jangan rekam ulang');
  });

  it('refuses variables that do not fit', () => {
    expect(() => findReplyMessage('draft-opened')?.word({ missing: ['KK'] }, context)).toThrow();
    expect(() => worded('application.delayed', { cause: 'weather' })).toThrow();
  });
});
