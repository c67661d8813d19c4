import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asCsv } from './as-csv.js';

// LOKET_LONG=1 tries many more; LOKET_SEED repeats one run.
const numRuns = process.env.LOKET_LONG === '1' ? 20_000 : 300;
const seed = process.env.LOKET_SEED === undefined ? Date.now() % 2_147_483_647 : Number(process.env.LOKET_SEED);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\uff1d', '\uff0b', '\uff0d', '\uff20', '"', ';', ','),
      fc.string({ maxLength: 20 }),
    )
    .map(([first, rest]) => first + rest),
  fc.constantFrom('=HYPERLINK("http://x","y")', "@SUM(1+1)*cmd|' /C calc'!A0", '-2+3', '\n=1+1', '6503990101900001'),
);

/** A reader of its own, by RFC 4180: quotes double, everything else is itself. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const letter = csv.charAt(at);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (csv[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',' || letter === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (letter === '\n') rows.push([]);
    } else cell += letter;
  }
  return rows.filter((row) => row.length > 0);
}

describe(`the cells of a list (seed ${seed})`, () => {
  it('never begin like a formula, and come back as they went in', () => {
    fc.assert(
      fc.property(fc.tuple(text, text, text, text), ([ticket, name, news, office]) => {
        const line = { ticket, name, news, office, since: '2026-11-24T00:00:00.000Z', reason: null, messageId: 'm' };
        const [, row] = cellsOf(asCsv([line]).slice(1));
        expect(row).toHaveLength(7);
        for (const [at, given] of [ticket, name, news, office].entries()) {
          const cell = row?.[at] ?? '';
          expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
          expect(cell === given || cell === `'${given}`).toBe(true);
        }
      }),
      { numRuns, seed },
    );
  });
});
