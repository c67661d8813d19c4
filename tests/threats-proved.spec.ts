import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync('docs/threats.md', 'utf8');
const rows = [...page.matchAll(/^\| (?!threat|---)(.+)$/gm)].map(([, text = '']) => text);
const proofs = [...page.matchAll(/`([\w./-]+\.spec\.ts)`: (.+?)(?=<br>| \|)/gm)].map(([, file = '', title = '']) => ({
  file,
  title,
}));

describe('docs/threats.md', () => {
  it('names a test in each row, or says that it is open', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !row.includes('.spec.ts`') && !row.includes('**open**'))).toEqual([]);
  });

  it.each(proofs)('$file has the test "$title"', ({ file, title }) => {
    expect(existsSync(file) && readFileSync(file, 'utf8').includes(title)).toBe(true);
  });
});
