import { describe, expect, it } from '@jest/globals';
import { inflateRawSync } from 'node:zlib';
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
    const xml = sheetXml(await writeSheet(report));
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('<v>-1</v>');
    expect(xml).not.toMatch(/<v>=/);
  });
});

/** The sheet inside the archive, by the archive's own directory. */
function sheetXml(archive: Buffer): string {
  let at = archive.indexOf('PK\u0001\u0002');
  while (at >= 0 && archive.readUInt32LE(at) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString();
    if (name.endsWith('sheet1.xml')) {
      const local = archive.readUInt32LE(at + 42);
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      return inflateRawSync(archive.subarray(from, from + archive.readUInt32LE(at + 20))).toString();
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error('there is no sheet');
}
