/** In-place fast Fourier transform of a power of two many values. */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let at = 1, other = 0; at < size; at += 1) {
    let bit = size >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (at >= other) continue;
    const a = real[at] ?? 0;
    const b = imaginary[at] ?? 0;
    real[at] = real[other] ?? 0;
    imaginary[at] = imaginary[other] ?? 0;
    real[other] = a;
    imaginary[other] = b;
  }
  for (let length = 2; length <= size; length *= 2) {
    const half = length / 2;
    const { cosines, sines } = turnsOf(length);
    for (let step = 0; step < half; step += 1) {
      const cos = cosines[step] ?? 0;
      const sin = sines[step] ?? 0;
      for (let start = step; start < size; start += length) {
        const far = start + half;
        // No pairs here: this is done half a million times for one picture.
        const a = real[far] ?? 0;
        const b = imaginary[far] ?? 0;
        const c = a * cos - b * sin;
        const d = a * sin + b * cos;
        const e = real[start] ?? 0;
        const f = imaginary[start] ?? 0;
        real[far] = e - c;
        imaginary[far] = f - d;
        real[start] = e + c;
        imaginary[start] = f + d;
      }
    }
  }
}

const turns = new Map<number, { readonly cosines: Float64Array; readonly sines: Float64Array }>();

/** The same few angles come thousands of times for one picture: reckoned once for each length. */
function turnsOf(length: number) {
  const known = turns.get(length);
  if (known) return known;
  const angles = Float64Array.from({ length: length / 2 }, (_, step) => (-2 * Math.PI * step) / length);
  const made = { cosines: angles.map(Math.cos), sines: angles.map(Math.sin) };
  turns.set(length, made);
  return made;
}

/** The power of every frequency of a square of `size` by `size` values, row by row; the mean is left out, the sides fade out. */
export function spectrumOf(values: Float64Array, size: number): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  const fade = new Float64Array(size);
  for (let at = 0; at < size; at += 1) fade[at] = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (size - 1));
  const real = new Float64Array(values.length);
  for (let at = 0; at < real.length; at += 1) {
    real[at] = ((values[at] ?? 0) - mean) * (fade[at % size] ?? 0) * (fade[Math.floor(at / size)] ?? 0);
  }
  const imaginary = new Float64Array(real.length);
  for (let row = 0; row < size; row += 1) {
    transform(real.subarray(row * size, (row + 1) * size), imaginary.subarray(row * size, (row + 1) * size));
  }
  const [columnReal, columnImaginary] = [new Float64Array(size), new Float64Array(size)];
  const power = new Float64Array(real.length);
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      columnReal[row] = real[row * size + column] ?? 0;
      columnImaginary[row] = imaginary[row * size + column] ?? 0;
    }
    transform(columnReal, columnImaginary);
    for (let row = 0; row < size; row += 1) {
      power[row * size + column] = (columnReal[row] ?? 0) ** 2 + (columnImaginary[row] ?? 0) ** 2;
    }
  }
  return power;
}
