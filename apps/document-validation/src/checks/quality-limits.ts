/** From which numbers on a photo has to be sent again. Settings of the office; these are the ordinary ones. */
export interface QualityLimits {
  /** Mean brightness, 0 to 255. Paper by lamplight lies above 60; a covered lens or a dark room below this. */
  readonly brightnessAtLeast: number;
  /** Steepness of the edges of the ink, 0 to 1. */
  readonly sharpnessAtLeast: number;
  /** Largest burnt-out patch, percent of the picture. */
  readonly glareAtMost: number;
  /** Share of one side of the picture over which the page runs out of it, percent. */
  readonly cutAtMost: number;
  /** Longer side in pixels: below it the digits of a family card, a third of a millimetre a pixel, cannot be told apart. */
  readonly longerSideAtLeast: number;
  /** Difference between the channels, 0 to 255, below which a picture counts as a photocopy: a warning only. */
  readonly colourAtLeast: number;
  /** How far a regular pattern may stand out of the grain before a picture counts as a photo of a screen: a warning only. */
  readonly patternAtMost: number;
  /** Share of upright writing, percent, below which a document counts as lying on its side: a warning only. */
  readonly uprightAtLeast: number;
}

export const ordinaryLimits: QualityLimits = {
  brightnessAtLeast: 30,
  sharpnessAtLeast: 0.35,
  glareAtMost: 2.5,
  cutAtMost: 40,
  longerSideAtLeast: 600,
  colourAtLeast: 3,
  patternAtMost: 4,
  uprightAtLeast: 48,
};
