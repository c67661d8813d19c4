import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRegisterAnswer } from '../src/register/read-register-answer.js';
import { readPdf } from '../src/reading/read-pdf.js';

describe('whatever comes in from outside', () => {
  it('a PDF is read or refused, never thrown at', () => {
    const piece = fc.constantFrom(
      '%PDF-1.7\n',
      'stream\n',
      'endstream',
      '/ObjStm',
      '1 0 obj',
      '/Type /Page',
      'startxref\n0\n',
      '%%EOF',
      '/JS (',
      '#4a#53',
    );
    const text = fc
      .array(fc.oneof(piece, fc.string({ maxLength: 20 })), { maxLength: 40 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (body) => {
        const reading = readPdf(Buffer.from(`%PDF-1.7\n${body}\nstartxref\n9\n%%EOF\n`, 'latin1'));
        expect(['pdf', 'refused']).toContain(reading.form);
      }),
      { numRuns: 500 },
    );
  });

  it('an answer of the register never ends in silence, and repeats nothing it was given', () => {
    const asked = { NIK: '6503990101900001', NAMA_LGKP: 'CONTOH WARGA' };
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (content, respon) => {
        for (const body of [content, { content }, { content: [content], RESPON: respon }]) {
          const reading = readRegisterAnswer(body, asked, 90);
          expect(['compared', 'doubt', 'nothing-found', 'infrastructure']).toContain(reading.says);
        }
        const echoed = readRegisterAnswer({ content: [asked] }, asked, 90);
        expect(JSON.stringify(echoed)).not.toContain('CONTOH');
      }),
      { numRuns: 500 },
    );
  });
});
