/** Pixels as a canvas gives them: red, green, blue, opacity. */
type Rgba = Uint8ClampedArray | Uint8Array;

const tile = 32;

/**
 * How sharp a photo is: the variance of its Laplacian over the tiles in which there is something to see, the upper quartile of
 * them. A page is mostly empty paper, and empty paper is smooth however sharp the photo is.
 * @returns 0 and more; a page of print in focus is in the hundreds
 */
export function blurOf(rgba: Rgba, width: number, height: number): number {
  const grey = greyOf(rgba, width * height);
  const variances: number[] = [];
  for (let top = 1; top + tile < height; top += tile) {
    for (let left = 1; left + tile < width; left += tile) variances.push(varianceAt(grey, width, left, top));
  }
  variances.sort((a, b) => b - a);
  return variances[Math.floor(variances.length * 0.1)] ?? 0;
}

/** Mean brightness, 0 to 255. */
export function brightnessOf(rgba: Rgba): number {
  const grey = greyOf(rgba, Math.floor(rgba.length / 4));
  return grey.reduce((sum, value) => sum + value, 0) / Math.max(1, grey.length);
}

function varianceAt(grey: Float32Array, width: number, left: number, top: number): number {
  let [sum, squares] = [0, 0];
  for (let y = top; y < top + tile; y += 1) {
    for (let x = left; x < left + tile; x += 1) {
      const at = y * width + x;
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
      const laplacian = around - 4 * (grey[at] ?? 0);
      sum += laplacian;
      squares += laplacian * laplacian;
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
