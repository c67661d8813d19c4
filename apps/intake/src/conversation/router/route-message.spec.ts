import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerWords } from '../name-wishes.js';
import { interpretFile } from './interpret-file.js';
import { labels } from './labels.js';
import { learnFrom, readMessages } from './learned/messages.js';
import { routeMessage } from './route-message.js';

describe('messages that were not learned', () => {
  const messages = readMessages();
  /** Each half is read by a router that learned the other: one scored on its own examples says nothing. */
  const read = [0, 1].flatMap((half) => {
    const judge = learnFrom(messages.filter((_message, index) => index % 2 !== half));
    return messages
      .filter((_message, index) => index % 2 === half)
      .map(({ text, label }) => ({ label, got: routeMessage(text, judge).label }));
  });

  it('are of every label, and at least 90 % are read right', () => {
    expect(new Set(messages.map(({ label }) => label))).toEqual(new Set(labels));
    const right = read.filter(({ label, got }) => got === label).length;
    expect(right / read.length).toBeGreaterThanOrEqual(0.9);
  });

  it('are rarely answered wrong: what is not sure is asked again', () => {
    const wrong = read.filter(({ label, got }) => got !== label && got !== 'TIDAK_JELAS').length;
    expect(wrong / read.length).toBeLessThanOrEqual(0.06);
  });
});

describe('messages by a hand that never saw the router', () => {
  // Never learned and never looked into: what they teach comes from other messages.
  const heldBack = readFileSync(new URL('../../../test-data/held-back.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));

  it('are read right at least 95 times of 100', () => {
    const right = heldBack.filter(([text = '', label]) => routeMessage(text).label === label).length;
    expect(right / heldBack.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('how words are read', () => {
  it.each([
    ['with other letters', 'KTP SAYA HILAAAAANG!!! 😭😭', 'INFO_SYARAT_HILANG'],
    ['with slips', 'ktp syaa hilnag', 'INFO_SYARAT_HILANG'],
    ['without vowels', 'syrt ktp rsk', 'INFO_SYARAT_RUSAK'],
    ['with affixes and particles', 'hilangki ktpku', 'INFO_SYARAT_HILANG'],
    ['denied', 'bukan hilang, tapi patah', 'INFO_SYARAT_RUSAK'],
    ['done, in Bugis speech', 'jadimi ktpku?', 'CEK_STATUS'],
    ['done, and who may collect', 'sudah jadi, siapa boleh ambil', 'INFO_PENGAMBILAN'],
    ['not done at all', 'tidak jadi', 'BATAL'],
    ['a withdrawal denied', 'jangan dibatalkan', 'TIDAK_JELAS'],
    ['a paper, not a loss', 'ini surat kehilangan dari polisi', 'KIRIM_BERKAS'],
    ['of no known tongue', 'luk mepad kinayu do lun', 'TIDAK_JELAS'],
    ['one known among many unknown', 'ngen iko dedan liek nuk mado hilang', 'TIDAK_JELAS'],
  ])('%s: %s', (_, text, label) => expect(routeMessage(text).label).toBe(label));

  it('keeps both of two wishes, the urgent first', () => {
    const { label, others } = routeMessage('ktp hilang syaratnya apa, dan bayar berapa?');
    expect([label, ...others]).toEqual(['INFO_SYARAT_HILANG', 'INFO_BIAYA']);
  });

  it.each([
    ['nik saya tidak aktif, terus ktp rusak syaratnya apa', ['NIK_BERMASALAH', 'INFO_SYARAT_RUSAK']],
    ['ktp saya sudah jadi belum? terus kantor buka jam berapa', ['CEK_STATUS', 'INFO_JADWAL_LOKASI']],
    ['petugas minta uang 100 ribu, ktp saya juga belum jadi', ['PENGADUAN', 'CEK_STATUS']],
    ['saya mau ajukan ktp hilang, berapa biayanya?', ['AJUKAN_HILANG', 'INFO_BIAYA']],
    ['halo, ktp saya hilang gimana ya. makasih', ['INFO_SYARAT_HILANG']],
  ])('hears in "%s" %j', (text, wishes) => {
    const { label, others } = routeMessage(text);
    expect([label, ...others]).toEqual(wishes);
  });

  it('says why, and repeats no number', () => {
    const { because } = routeMessage('NIK 6503991201900001 ktp hilang mohon diproses');
    expect(because.join()).toContain('lost');
    expect(because.join()).not.toMatch(/\d{4}/);
  });

  it.each(answerWords)('%s is reached by the word that answers offer: %s', (label, word) =>
    expect(routeMessage(word).label).toBe(label),
  );
});

describe('any text', () => {
  it('is read, always the same, with a sane confidence', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }));
    fc.assert(
      fc.property(anyText, (text) => {
        const route = routeMessage(text);
        expect(labels).toContain(route.label);
        expect(route.others).not.toContain(route.label);
        expect(route.confidence).toBeGreaterThanOrEqual(0);
        expect(route.confidence).toBeLessThanOrEqual(1);
        expect(routeMessage(text)).toEqual(route);
      }),
    );
  });

  it('is read however long it is, without keeping anybody waiting', () => {
    const begun = performance.now();
    routeMessage('qwrtplkjhg '.repeat(20_000));
    routeMessage('a'.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('as a request line has one label, whatever stands between its fields', () => {
    const separators = fc.constantFrom('#', ' # ', ',', ' ,', ';', '; ', '\n', ':', ' : ');
    const kinds = fc.constantFrom(
      ['HILANG', 'AJUKAN_HILANG'],
      ['kecurian', 'AJUKAN_HILANG'],
      ['patah', 'AJUKAN_RUSAK'],
      ['ubah data', 'AJUKAN_UBAH_DATA'],
      ['Pemula', 'AJUKAN_BARU'],
      ['pindah', 'AJUKAN_PINDAH'],
      ['WNA', 'AJUKAN_WNA'],
      ['luar domisili', 'AJUKAN_LUAR_DOMISILI'],
    );
    fc.assert(
      fc.property(separators, kinds, (separator, [kind, label]) => {
        const fields = ['KTP', '6503991201900001', '6503990506150001', 'Siti', 'Binusan', 'Nunukan', kind];
        expect(routeMessage(fields.join(separator)).label).toBe(label);
      }),
    );
  });
});

describe('whatever comes', () => {
  const anyCharacter = fc.string({ unit: 'binary', maxLength: 600 });
  const marks = fc.constantFrom('\u200b', '\u200d', '\u202e', '\u2066', '\u00ad', '\ufeff');

  it('is read, and gets one of the labels', () => {
    fc.assert(
      fc.property(anyCharacter, (text) => {
        const { label, others, confidence } = routeMessage(text);
        expect([label, ...others].every((one) => labels.includes(one))).toBe(true);
        expect(others).not.toContain(label);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  it('is read the same with marks that nobody sees', () => {
    const messages = fc.constantFrom('ktp saya hilang', 'status', '2', 'bayar berapa pak', 'batalkan permohonan saya');
    fc.assert(
      fc.property(messages, fc.nat(30), marks, (text, at, mark) => {
        const place = at % text.length;
        const marked = text.slice(0, place) + mark + text.slice(place);
        expect(routeMessage(marked).label).toBe(routeMessage(text).label);
      }),
    );
  });

  it.each([
    ['the same words over and over', 'ktp saya hilang, tolong '.repeat(200)],
    ['one endless word', 'a'.repeat(4_096)],
    ['words nobody knows', 'xqzt wvkp ljrn '.repeat(300)],
    ['nothing but boundaries', ',.;\n'.repeat(1_024)],
    ['misspelt words of the longest kind', 'persyaratxxn pembaharuqn '.repeat(170)],
  ])('keeps nobody busy: %s', (_, text) => {
    routeMessage('halo');
    const before = process.cpuUsage();
    routeMessage(text.slice(0, 4_096));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});

describe('a file of messages', () => {
  it('comes out in order, blank lines left out, and is judged where it has labels', () => {
    const { lines, report } = interpretFile('batal\tBATAL\r\n\r\nktp saya hilang\tCEK_STATUS\nqqq zzz\tSAPAAN\n');
    expect(lines).toEqual(['BATAL\tbatal', 'INFO_SYARAT_HILANG\tktp saya hilang', 'TIDAK_JELAS\tqqq zzz']);
    expect(report).toContain('right        1 of 3 (33.3 %)');
    expect(report).toContain('wrong        1 of 3');
    expect(report).toContain('asked again  1 of 3');
    expect(report).toContain('CEK_STATUS → INFO_SYARAT_HILANG');
  });

  it('is not judged without labels', () => {
    expect(interpretFile('batal\nhalo')).toEqual({ lines: ['BATAL\tbatal', 'SAPAAN\thalo'], report: undefined });
  });
});
