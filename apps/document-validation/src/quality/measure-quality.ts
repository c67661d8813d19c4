import { cutOf, type Side } from './cut-sides.js';
import { glareOf } from './glare.js';
import { patternOf } from './pattern.js';
import { greyOf, type Pixels } from './pixels.js';
import { sharpnessOf } from './sharpness.js';
import { uprightOf } from './upright.js';

/** What a photo of a document is worth, in numbers; whether they are good enough, `checks/` says. */
export interface Quality {
  /** Steepness of the edges of the ink, 0 to 1. */
  readonly sharpness: number;
  /** Largest burnt-out patch, percent of the picture. */
  readonly glare: number;
  /** The side on which the page leaves the picture most, and how much of that side is paper, in percent. */
  readonly cut: { readonly side: Side; readonly percent: number };
  /** Mean difference between the strongest and the weakest channel in the middle of the picture, where no table shows, 0 to 255: a photocopy has next to none. */
  readonly colour: number;
  /** How far a regular pattern of colours stands out of the grain: the lamps of a screen. Paper: 0 to 2. */
  readonly pattern: number;
  /** Which way the lines of writing run: 100 upright, or standing on its head, to 0 on its side. */
  readonly upright: number;
}

/** Measures a picture of at most {@link measuredSide} pixels on its longer side. */
export function measureQuality(pixels: Pixels): Quality {
  const grey = greyOf(pixels);
  return {
    sharpness: sharpnessOf(grey, pixels.width, pixels.height),
    glare: glareOf(grey, pixels.width, pixels.height),
    cut: cutOf(pixels),
    colour: colourOf(pixels),
    pattern: patternOf(pixels),
    upright: uprightOf(grey, pixels.width, pixels.height),
  };
}

/** Edges are measured at one size, whatever the phone's camera has. */
export const measuredSide = 1200;

function colourOf({ data, width, height }: Pixels): number {
  let [sum, count] = [0, 0];
  for (let y = Math.floor(height / 4); y < height * 0.75; y += 1) {
    for (let x = Math.floor(width / 4); x < width * 0.75; x += 1) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      sum += Math.max(red, green, blue) - Math.min(red, green, blue);
      count += 1;
    }
  }
  return Math.round((sum / Math.max(1, count)) * 10) / 10;
}
