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
  for (const tile of tiles) {
    const power = spectrumOf(tile, size);
    const seen = places.map((place) => power[place] ?? 0);
    const grain = Math.max(1e-9, quantile(seen, 0.5));
    seen.forEach((value, at) => (sums[at] = (sums[at] ?? 0) + Math.log(1 + value / grain)));
  }
  const all = Array.from(sums, (sum) => sum / tiles.length);
  return Math.round((Math.max(...all) - quantile(all, 0.5)) * 10) / 10;
}

/** Blue against green, in those squares that have the least ink among the bright ones of the middle. */
function flatTiles({ data, width, height }: Pixels): Float64Array[] {
  const tiles: { range: number; values: Float64Array; mean: number }[] = [];
  for (let top = Math.round(height * 0.15); top + size < height * 0.85; top += size / 2) {
    for (let left = Math.round(width * 0.15); left + size < width * 0.85; left += size / 2) {
      const values = new Float64Array(size * size);
      let [low, high, sum] = [255, 0, 0];
      for (let at = 0; at < values.length; at += 1) {
        const pixel = ((top + Math.floor(at / size)) * width + left + (at % size)) * 3;
        const green = data[pixel + 1] ?? 0;
        values[at] = (data[pixel + 2] ?? 0) - green;
        sum += green;
        if (green < low) low = green;
        if (green > high) high = green;
      }
      const mean = sum / values.length;
      // Burnt out: nothing is to be seen there.
      if (mean < 240) tiles.push({ range: high - low, values, mean });
    }
  }
  const means = tiles.map(({ mean }) => mean);
  const bright = quantile(means, 0.4);
  return tiles
    .filter(({ mean }) => mean >= bright)
    .sort((a, b) => a.range - b.range)
    .slice(0, tilesLooked)
    .map(({ values }) => values);
}
