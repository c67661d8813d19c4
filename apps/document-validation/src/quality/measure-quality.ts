import { cutOf, type Side } from './cut-sides.js';
import { glareOf } from './glare.js';
import { greyOf, type Pixels } from './pixels.js';
import { sharpnessOf } from './sharpness.js';

/** What a photo of a document is worth, in numbers; whether they are good enough, `checks/` says. */
export interface Quality {
  /** Steepness of the edges of the ink, 0 to 1. */
  readonly sharpness: number;
  /** Largest burnt-out patch, percent of the picture. */
  readonly glare: number;
  /** The side on which the page leaves the picture most, and how much of that side is paper, in percent. */
  readonly cut: { readonly side: Side; readonly percent: number };
  /** Mean difference between the strongest and the weakest channel, 0 to 255: a photocopy has next to none. */
  readonly colour: number;
}

/** Measures a picture of at most {@link measuredSide} pixels on its longer side. */
export function measureQuality(pixels: Pixels): Quality {
  const grey = greyOf(pixels);
  return {
    sharpness: sharpnessOf(grey, pixels.width, pixels.height),
    glare: glareOf(grey, pixels.width, pixels.height),
    cut: cutOf(pixels),
    colour: colourOf(pixels),
  };
}

/** Edges are measured at one size, whatever the phone's camera has. */
export const measuredSide = 1200;

function colourOf({ data }: Pixels): number {
  let sum = 0;
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  return Math.round((sum / Math.max(1, data.length / 3)) * 10) / 10;
}
