import { spectrumOf } from './fourier.js';
import { type Pixels, quantile } from './pixels.js';

const size = 64;
const tilesLooked = 24;
/** Cycles a pixel: below lie shadows and folds, above it only grain. */
const [coarsest, finest] = [0.06, 0.47];
/** Where in a spectrum of real values these frequencies stand. */
const places = Array.from({ length: size * (size / 2 + 1) }, (_, at) => {
  const [row, column] = [Math.floor(at / (size / 2 + 1)), at % (size / 2 + 1)];
  const fineness = Math.hypot(column, Math.min(row, size - row)) / size;
  return fineness >= coarsest && fineness <= finest ? row * size + column : undefined;
}).flatMap((place) => place ?? []);

/**
 * How far one regular pattern of colours stands out of the grain where nothing is written: the lamps of a screen, or the bands
 * that they make with a camera's own grid. In powers of e; 0 to 2 on paper, 4 and more on most screens. What is the same in
 * many places of the picture counts: grain is not, and writing is black.
 */
export function patternOf(pixels: Pixels): number {
  const tiles = flatTiles(pixels);
  if (tiles.length < 4) return 0;
  const sums = new Float64Array(places.length);
  const seen = new Float64Array(places.length);
  for (const tile of tiles) {
    const power = spectrumOf(tile, size);
    for (let at = 0; at < seen.length; at += 1) seen[at] = power[places[at] ?? 0] ?? 0;
    const grain = Math.max(1e-9, quantile(seen, 0.5));
    for (let at = 0; at < seen.length; at += 1) sums[at] = (sums[at] ?? 0) + Math.log(1 + (seen[at] ?? 0) / grain);
  }
  const all = sums.map((sum) => sum / tiles.length);
  return Math.round((Math.max(...all) - quantile(all, 0.5)) * 10) / 10;
}

/** Blue against green, in those squares that have the least ink among the bright ones of the middle. */
function flatTiles(pixels: Pixels): Float64Array[] {
  const { width, height } = pixels;
  const tiles: Tile[] = [];
  for (let top = Math.round(height * 0.15); top + size < height * 0.85; top += size / 2) {
    for (let left = Math.round(width * 0.15); left + size < width * 0.85; left += size / 2) {
      const tile = lookAt(pixels, left, top);
      // Burnt out: nothing is to be seen there.
      if (tile.mean < 240) tiles.push(tile);
    }
  }
  const means = tiles.map(({ mean }) => mean);
  const bright = quantile(means, 0.4);
  return tiles
    .filter(({ mean }) => mean >= bright)
    .sort((a, b) => a.range - b.range)
    .slice(0, tilesLooked)
    .map((tile) => colourIn(pixels, tile));
}

interface Tile {
  readonly left: number;
  readonly top: number;
  readonly range: number;
  readonly mean: number;
}

/** How bright a square is, and how much of it is written on: hundreds are looked at, and few are taken. */
function lookAt({ data, width }: Pixels, left: number, top: number): Tile {
  let [low, high, sum] = [255, 0, 0];
  for (let y = top; y < top + size; y += 1) {
    for (let x = left; x < left + size; x += 1) {
      const green = data[(y * width + x) * 3 + 1] ?? 0;
      sum += green;
      if (green < low) low = green;
      if (green > high) high = green;
    }
  }
  return { left, top, range: high - low, mean: sum / (size * size) };
}

function colourIn({ data, width }: Pixels, { left, top }: Tile): Float64Array {
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const pixel = ((top + row) * width + left + column) * 3;
      values[row * size + column] = (data[pixel + 2] ?? 0) - (data[pixel + 1] ?? 0);
    }
  }
  return values;
}
