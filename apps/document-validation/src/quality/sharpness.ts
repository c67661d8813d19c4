import { quantile } from './pixels.js';

const tile = 16;
/** Less contrast than this, of 255, is grain and not ink. */
const ink = 30;

/**
 * How steep the edges of the ink are: the steepest change over two pixels as a share of the contrast around it, along and
 * across, whichever is worse (a hand that moves blurs in one direction only). 0 (nothing to see) to 1 (as if printed). Being
 * a share, it depends neither on the light nor on how much is written.
 */
export function sharpnessOf(grey: Uint8Array, width: number, height: number): number {
  const tiles: { range: number; along: number; across: number }[] = [];
  for (let top = 1; top + tile < height; top += tile) {
    for (let left = 1; left + tile < width; left += tile) tiles.push(lookAt(grey, width, left, top));
  }
  const strongest = quantile(
    tiles.map(({ range }) => range),
    0.95,
  );
  const inked = tiles.filter(({ range }) => range >= Math.max(ink, strongest * 0.5));
  if (inked.length < 8) return 0;
  const share = (of: (one: (typeof tiles)[number]) => number) => quantile(inked.map(of), 0.7);
  return round(
    Math.min(
      share(({ along, range }) => along / range),
      share(({ across, range }) => across / range),
    ),
  );
}

function lookAt(grey: Uint8Array, width: number, left: number, top: number) {
  let [low, high, along, across] = [255, 0, 0, 0];
  for (let y = top; y < top + tile; y += 1) {
    for (let x = left; x < left + tile; x += 1) {
      const at = y * width + x;
      const value = grey[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
      along = Math.max(along, Math.abs((grey[at + 1] ?? 0) - (grey[at - 1] ?? 0)));
      across = Math.max(across, Math.abs((grey[at + width] ?? 0) - (grey[at - width] ?? 0)));
    }
  }
  return { range: Math.max(1, high - low), along, across };
}

const round = (value: number) => Math.min(1, Math.round(value * 100) / 100);
