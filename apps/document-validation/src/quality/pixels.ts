/** A picture as the measures see it: 8 bits a channel, red, green, blue, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Mean of the three channels: cheaper than luminance, and as good for paper and ink. */
export function greyOf({ data, width, height }: Pixels): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = ((data[at * 3] ?? 0) + (data[at * 3 + 1] ?? 0) + (data[at * 3 + 2] ?? 0)) / 3;
  }
  return grey;
}

/** The value that a share of the list lies at or below; 0 for an empty list. */
export function quantile(list: readonly number[] | Float64Array, share: number): number {
  // Numbers in an array of numbers are sorted without asking anybody: ten times as fast.
  const sorted = new Float64Array(list).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
