/** In-place fast Fourier transform of a power of two many values. */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let at = 1, other = 0; at < size; at += 1) {
    let bit = size >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (at >= other) continue;
    [real[at], real[other]] = [real[other] ?? 0, real[at] ?? 0];
    [imaginary[at], imaginary[other]] = [imaginary[other] ?? 0, imaginary[at] ?? 0];
  }
  for (let length = 2; length <= size; length *= 2) {
    const half = length / 2;
    for (let step = 0; step < half; step += 1) {
      const angle = (-2 * Math.PI * step) / length;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let start = step; start < size; start += length) {
        const far = start + half;
        const [a, b] = [real[far] ?? 0, imaginary[far] ?? 0];
        const [c, d] = [a * cos - b * sin, a * sin + b * cos];
        real[far] = (real[start] ?? 0) - c;
        imaginary[far] = (imaginary[start] ?? 0) - d;
        real[start] = (real[start] ?? 0) + c;
        imaginary[start] = (imaginary[start] ?? 0) + d;
      }
    }
  }
}

/** The power of every frequency of a square of `size` by `size` values, row by row; the mean is left out, the sides fade out. */
export function spectrumOf(values: Float64Array, size: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const fade = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (size - 1)));
  const real = Float64Array.from(
    values,
    (value, at) => (value - mean) * (fade[at % size] ?? 0) * (fade[Math.floor(at / size)] ?? 0),
  );
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
