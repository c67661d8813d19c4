import { quantile } from './pixels.js';

const tile = 120;
/** Less contrast than this, of 255, is grain and not ink. */
const ink = 40;

/**
 * Which way the lines of writing run, by how unevenly ink is spread from row to row and from column to column: 100 where all
 * change is from row to row, as in upright writing, 0 where it is from column to column, as in writing on its side.
 */
export function uprightOf(grey: Uint8Array, width: number, height: number): number {
  const seen: { rows: number; columns: number }[] = [];
  for (let top = 0; top + tile <= height; top += tile) {
    for (let left = 0; left + tile <= width; left += tile) {
      const one = unevenness(grey, width, left, top);
      if (one) seen.push(one);
    }
  }
  if (seen.length < 4) return 100;
  const shares = seen.map(({ rows, columns }) => rows / Math.max(1e-9, rows + columns));
  return Math.round(quantile(shares, 0.5) * 100);
}

function unevenness(grey: Uint8Array, width: number, left: number, top: number) {
  const rows = new Float64Array(tile);
  const columns = new Float64Array(tile);
  let [low, high] = [255, 0];
  for (let y = 0; y < tile; y += 1) {
    for (let x = 0; x < tile; x += 1) {
      const value = grey[(top + y) * width + left + x] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (high - low < ink) return undefined;
  const limit = (low + high) / 2;
  for (let y = 0; y < tile; y += 1) {
    for (let x = 0; x < tile; x += 1) {
      if ((grey[(top + y) * width + left + x] ?? 0) >= limit) continue;
      rows[y] = (rows[y] ?? 0) + 1;
      columns[x] = (columns[x] ?? 0) + 1;
    }
  }
  const inked = rows.reduce((sum, one) => sum + one, 0) / (tile * tile);
  // A table's edge or a photo is no writing.
  if (inked < 0.01 || inked > 0.35) return undefined;
  return { rows: change(rows), columns: change(columns) };
}

/** From one line to the next but one: slants of a hand-held camera do not matter at that distance. */
function change(profile: Float64Array): number {
  let sum = 0;
  for (let at = 0; at + 6 < profile.length; at += 1) sum += ((profile[at + 6] ?? 0) - (profile[at] ?? 0)) ** 2;
  return sum;
}
