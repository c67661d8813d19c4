import { describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { isPractice, markedPage, markPaper } from './practice.js';

async function paper(practice: boolean): Promise<string> {
  const document = markPaper(new Pdf({ size: 'A6', compress: false, info: { Title: 'Tanda terima' } }), practice);
  document.fontSize(20).text('satu');
  document.addPage().text('dua');
  document.end();
  return (await buffer(document)).toString('latin1');
}

describe('a practice system', () => {
  it('is one by its environment alone', () => {
    expect([isPractice({}), isPractice({ LOKET_PRACTICE: 'off' }), isPractice({ LOKET_PRACTICE: 'on' })]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('marks the title and the top of a page, once', () => {
    const marked = markedPage(
      '<!doctype html><html><head><title>Loket</title></head><body class="a"><p>Isi</p></body></html>',
    );
    expect(marked).toContain('<title>LATIHAN · Loket</title>');
    expect(marked).toMatch(/<body class="a"><div class="latihan-mark" role="note">LATIHAN<\/div><p>/);
    expect(markedPage('{"json": true}')).toBe('{"json": true}');
  });

  it('marks every page of a paper and its title, and leaves font and size to the text', async () => {
    const [marked, plain] = [await paper(true), await paper(false)];
    expect(plain).toContain('(Tanda terima)');
    expect(marked).toContain('(LATIHAN Tanda terima)');
    const strokesIn = (text: string) => text.split(/\bS\n/).length - 1;
    expect(strokesIn(plain)).toBe(0);
    expect(strokesIn(marked)).toBe(24);
    const fonts = (text: string) => text.match(/\/F\d+ \d+ Tf/g);
    expect(fonts(marked)).toEqual(fonts(plain));
  });
});
