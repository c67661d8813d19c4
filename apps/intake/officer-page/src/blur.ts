/** Pixels as a canvas gives them: red, green, blue, opacity. */
type Rgba = Uint8ClampedArray | Uint8Array;

/**
 * Below, the officer is asked to take the photo again. At 1000 pixels, sample papers lie at 370 and above, at a third of their contrast
 * too, and at 45 and below once a lens or a hand has smeared them (apps/intake/test/blur.spec.ts). Real phones have yet to be measured.
 */
export const sharpEnough = 100;
/** Mean brightness, 0 to 255; the office's check takes the same. */
export const brightEnough = 30;

const tile = 32;

/**
 * How sharp a photo is: the variance of its second derivative (the Laplacian, its two directions apart), along or across, whichever
 * is less, since a hand that moves smears in one direction only; in the tiles in which there is most to see, since a page is mostly
 * empty paper, and empty paper is smooth however sharp the photo is.
 * @returns 0 and more; a page of print in focus is in the hundreds
 */
export function blurOf(rgba: Rgba, width: number, height: number): number {
  const grey = greyOf(rgba, width * height);
  const [along, across]: [number[], number[]] = [[], []];
  for (let top = 1; top + tile < height; top += tile) {
    for (let left = 1; left + tile < width; left += tile) {
      along.push(varianceAt(grey, width, left, top, 1));
      across.push(varianceAt(grey, width, left, top, width));
    }
  }
  return Math.min(strongest(along), strongest(across));
}

/** The value that a tenth of the tiles reach. */
function strongest(variances: readonly number[]): number {
  return variances.toSorted((a, b) => b - a)[Math.floor(variances.length * 0.1)] ?? 0;
}

/** Mean brightness, 0 to 255. */
export function brightnessOf(rgba: Rgba): number {
  const grey = greyOf(rgba, Math.floor(rgba.length / 4));
  return grey.reduce((sum, value) => sum + value, 0) / Math.max(1, grey.length);
}

function varianceAt(grey: Float32Array, width: number, left: number, top: number, step: number): number {
  let [sum, squares] = [0, 0];
  for (let y = top; y < top + tile; y += 1) {
    for (let x = left; x < left + tile; x += 1) {
      const at = y * width + x;
      const bend = (grey[at - step] ?? 0) + (grey[at + step] ?? 0) - 2 * (grey[at] ?? 0);
      sum += bend;
      squares += bend * bend;
    }
  }
  const mean = sum / tile ** 2;
  return squares / tile ** 2 - mean * mean;
}

function greyOf(rgba: Rgba, length: number): Float32Array {
  const grey = new Float32Array(length);
  for (let at = 0; at < length; at += 1) {
    grey[at] = ((rgba[at * 4] ?? 0) + (rgba[at * 4 + 1] ?? 0) + (rgba[at * 4 + 2] ?? 0)) / 3;
  }
  return grey;
}
