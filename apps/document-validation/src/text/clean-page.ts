/** Half the window in which paper is brighter than its ink. */
const reach = 40;

/**
 * Makes a grey page easy to read for a recogniser of text: shadows are taken out, paper becomes white, and what hangs
 * together over more than letters do, the lines of a table or the edge of the page, is wiped. Recognisers lose the rows
 * of a table otherwise.
 * @param grey 8 bits a pixel, row by row
 */
export function cleanPage(grey: Uint8Array, width: number, height: number): Uint8Array {
  const even = evenLight(grey, width, height);
  wipeLarge(even, width, height);
  return even;
}

/** Every pixel as a share of the paper around it. */
function evenLight(grey: Uint8Array, width: number, height: number): Uint8Array {
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += grey[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const even = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - reach) * (width + 1);
    const bottom = Math.min(height, y + reach) * (width + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach);
      const sum =
        (sums[bottom + right] ?? 0) - (sums[bottom + left] ?? 0) - (sums[top + right] ?? 0) + (sums[top + left] ?? 0);
      const paper = (sum * (width + 1)) / ((bottom - top) * (right - left));
      // 0.35 of the light around is ink, 0.85 is paper; in between the edges of letters keep their softness.
      const share = (((grey[y * width + x] ?? 0) / Math.max(8, paper) - 0.35) / 0.5) * 255;
      even[y * width + x] = share < 0 ? 0 : share > 255 ? 255 : share;
    }
  }
  return even;
}

/** Ink that hangs together over more than a tenth of the page is a line, a frame, a photo; four pixels are dust. */
function wipeLarge(even: Uint8Array, width: number, height: number): void {
  const seen = new Uint8Array(even.length);
  const queue = new Int32Array(even.length);
  const limit = Math.max(width, height) / 10;
  for (let start = 0; start < even.length; start += 1) {
    if (seen[start] === 1 || (even[start] ?? 255) > 150) continue;
    let [head, tail, low, high, top, bottom] = [0, 1, width, 0, height, 0];
    queue[0] = start;
    seen[start] = 1;
    while (head < tail) {
      const at = queue[head++] ?? 0;
      const x = at % width;
      const y = (at - x) / width;
      if (x < low) low = x;
      if (x > high) high = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let step = 0; step < 4; step += 1) {
        if ((step === 0 && x === 0) || (step === 1 && x === width - 1)) continue;
        const next = step === 0 ? at - 1 : step === 1 ? at + 1 : step === 2 ? at - width : at + width;
        if (next < 0 || next >= even.length || seen[next] === 1 || (even[next] ?? 255) > 150) continue;
        seen[next] = 1;
        queue[tail++] = next;
      }
    }
    if (high - low < limit && bottom - top < limit && tail > 4) continue;
    for (let index = 0; index < tail; index += 1) wipeAround(even, queue[index] ?? 0, width);
  }
}

/** With the soft edge that every stroke has. */
function wipeAround(even: Uint8Array, at: number, width: number): void {
  for (let row = -2; row <= 2; row += 1) {
    for (let column = -2; column <= 2; column += 1) {
      const near = at + row * width + column;
      if (near >= 0 && near < even.length) even[near] = 255;
    }
  }
}
