import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync('docs/rules.md', 'utf8');
const proofs = [...page.matchAll(/`([\w./-]+\.spec\.ts)`: (.+?)(?=<br>| \|$)/gm)].map(([, file = '', title = '']) => ({
  file,
  title,
}));

describe('docs/rules.md', () => {
  it('names tests for each of the nine rules', () => {
    const rules = new Set([...page.matchAll(/^\| (\d) ·/gm)].map(([, rule]) => Number(rule)));
    expect([...rules]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(proofs.length).toBeGreaterThan(rules.size);
  });

  it.each(proofs)('$file has the test "$title"', ({ file, title }) => {
    expect(readFileSync(file, 'utf8').includes(title)).toBe(true);
  });
});
