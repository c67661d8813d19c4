import { type Pixels, quantile } from './pixels.js';

export const sides = ['left', 'right', 'top', 'bottom'] as const;
export type Side = (typeof sides)[number];

const steps = 48;
/** A frame that is printed on a page is thinner than this; who lays a page on a table leaves more of it around. */
const frameEnds = 0.03;
type Colour = readonly [number, number, number];

/**
 * How much of each side of the picture shows paper where the table should be, in percent. Paper is the colour of the middle
 * of the picture, in any shade of light: a shadow makes it darker, not more brown. A page that fills the whole picture is a
 * scan: where all four sides are paper, or a line printed on it, nothing is said.
 */
export function cutOf(pixels: Pixels): { readonly side: Side; readonly percent: number } {
  const paper = paperOf(pixels);
  const found = sides.map((side) => ({ side, ...paperAlong(pixels, side, paper) }));
  const worst = found.reduce((a, b) => (b.percent > a.percent ? b : a));
  const isScan = found.every(({ percent, framed }) => percent + framed > 60);
  return { side: worst.side, percent: isScan ? 0 : worst.percent };
}

/** The median of the brighter half of the middle: ink and photos are darker than paper. */
function paperOf(pixels: Pixels): Colour {
  const seen: Colour[] = [];
  for (let row = 0; row < steps; row += 1) {
    for (let column = 0; column < steps; column += 1) {
      seen.push(meanAt(pixels, 0.25 + (0.5 * column) / steps, 0.25 + (0.5 * row) / steps));
    }
  }
  const middle = quantile(seen.map(lightness), 0.5);
  const bright = seen.filter((one) => lightness(one) >= middle && lightness(one) < 245);
  const of = (channel: 0 | 1 | 2) =>
    quantile(
      (bright.length > 0 ? bright : seen).map((one) => one[channel]),
      0.5,
    );
  return [of(0), of(1), of(2)];
}

/** How much of a side is paper, and how much of it a printed frame: something else, with paper again right behind it. */
function paperAlong(pixels: Pixels, side: Side, paper: Colour): { percent: number; framed: number } {
  let [like, framed] = [0, 0];
  for (let step = 0; step < steps; step += 1) {
    // The corners belong to two sides.
    const along = 0.12 + (0.76 * step) / steps;
    const edge = meanInside(pixels, side, along, 0.012);
    if (isLike(edge, paper)) like += stepsUp(pixels, side, along, lightness(edge)) ? 0 : 1;
    else if (isLike(meanInside(pixels, side, along, frameEnds), paper)) framed += 1;
  }
  return { percent: Math.round((like / steps) * 100), framed: Math.round((framed / steps) * 100) };
}

/** A grey floor has the colour of paper in a shadow; behind its edge the paper itself is brighter all at once. */
function stepsUp(pixels: Pixels, side: Side, along: number, edge: number): boolean {
  for (let depth = 0.03; depth < 0.22; depth += 0.02) {
    if (lightness(meanInside(pixels, side, along, depth)) > edge * 1.25) return true;
  }
  return false;
}

/** Seen from a side: so far along it, so deep into the picture. */
function meanInside(pixels: Pixels, side: Side, along: number, depth: number): Colour {
  switch (side) {
    case 'left':
      return meanAt(pixels, depth, along);
    case 'right':
      return meanAt(pixels, 1 - depth, along);
    case 'top':
      return meanAt(pixels, along, depth);
    case 'bottom':
      return meanAt(pixels, along, 1 - depth);
  }
}

function isLike(colour: Colour, paper: Colour): boolean {
  const light = lightness(colour) / Math.max(1, lightness(paper));
  if (light < 0.48 || light > 1.45) return false;
  return colour.every((value, channel) => Math.abs(value / light - (paper[channel] ?? 0)) < 16);
}

const lightness = ([red, green, blue]: Colour) => (red + green + blue) / 3;

/** The mean of 9 by 9 pixels around a point given in shares of the picture. */
function meanAt({ data, width, height }: Pixels, x: number, y: number): Colour {
  const left = Math.max(0, Math.min(width - 9, Math.round(x * width) - 4));
  const top = Math.max(0, Math.min(height - 9, Math.round(y * height) - 4));
  const sum: [number, number, number] = [0, 0, 0];
  for (let row = top; row < top + 9; row += 1) {
    for (let column = left; column < left + 9; column += 1) {
      const at = (row * width + column) * 3;
      sum[0] += data[at] ?? 0;
      sum[1] += data[at + 1] ?? 0;
      sum[2] += data[at + 2] ?? 0;
    }
  }
  return [sum[0] / 81, sum[1] / 81, sum[2] / 81];
}
