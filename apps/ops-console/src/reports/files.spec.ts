import { describe, expect, it } from '@jest/globals';
import { fileInArchive } from '#testing';
import type { Report } from './report.js';
import { writeCsv } from './write-csv.js';
import { writeSheet } from './write-sheet.js';

const evil = ['=HYPERLINK("http://x")', '+1+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
const report: Report = {
  key: 'requests',
  title: 'Permohonan',
  columns: [
    { key: 'name', title: 'Nama', kind: 'text' },
    { key: 'n', title: 'Jumlah', kind: 'count' },
  ],
  rows: [...evil, 'biasa; "kutip", koma'].map((name, n) => ({ name, n: n === 0 ? null : -n })),
  notes: [],
};

describe('the files of a report', () => {
  it('hold no text that a spreadsheet would run', () => {
    const csv = writeCsv(report).toString('utf8');
    const firsts = csv
      .slice(1)
      .split('\r\n')
      .slice(1)
      .map((line) => line.replace(/^"/, '')[0]);
    expect(firsts.filter((first) => first && '=+-@\t\r＝'.includes(first))).toEqual([]);
    expect(csv).toContain(',-1');
  });

  it('hold texts as texts in Excel', async () => {
    const xml = fileInArchive(await writeSheet(report), 'sheet1.xml');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('<v>-1</v>');
    expect(xml).not.toMatch(/<v>=/);
  });
});
