import { describe, expect, it } from '@jest/globals';
import { cutOf } from './cut-sides.js';
import type { Pixels } from './pixels.js';

type Colour = readonly [number, number, number];
const paper: Colour = [232, 234, 230];
const ink: Colour = [40, 40, 60];
const table: Colour = [122, 84, 52];
const [width, height] = [1200, 900];

/** A picture by the colour of each of its points. */
function picture(colourAt: (x: number, y: number) => Colour): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(colourAt(x, y), (y * width + x) * 3);
  }
  return { data, width, height };
}
/** How far a point lies inside the picture, in shares of its side. */
const inside = (x: number, y: number) => Math.min(x / width, 1 - x / width, y / height, 1 - y / height);

describe('how much of a page is cut off', () => {
  it('is nothing on a table, nothing in a scan', () => {
    expect(cutOf(picture((x, y) => (inside(x, y) < 0.05 ? table : paper))).percent).toBe(0);
    expect(cutOf(picture(() => paper)).percent).toBe(0);
  });

  it('is nothing in a scan with a frame printed at its edge, on some sides or on all', () => {
    expect(cutOf(picture((x, y) => (inside(x, y) < 0.02 ? ink : paper))).percent).toBe(0);
    expect(cutOf(picture((x) => (x / width < 0.02 || x / width > 0.98 ? ink : paper))).percent).toBe(0);
    expect(cutOf(picture((_, y) => (y / height > 0.98 ? ink : paper))).percent).toBe(0);
  });

  it('is found on a floor that has the colour of paper in a shadow', () => {
    const floor: Colour = [128, 126, 122];
    const cut = cutOf(picture((x, y) => (x / width > 0.85 || inside(0.5 * width, y) < 0.05 ? floor : paper)));
    expect(cut).toEqual({ side: 'left', percent: 100 });
  });

  it.each([
    ['left', (x: number, y: number) => x / width > 0.9 || inside(0.5 * width, y) < 0.06],
    ['bottom', (x: number, y: number) => y / height < 0.1 || inside(x, 0.5 * height) < 0.05],
  ] as const)('is the side on which the page leaves the picture: %s', (side, isTable) => {
    const cut = cutOf(picture((x, y) => (isTable(x, y) ? table : paper)));
    expect(cut.side).toBe(side);
    expect(cut.percent).toBeGreaterThan(80);
  });
});
