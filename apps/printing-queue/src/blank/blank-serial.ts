import { z } from 'zod';

/**
 * What names one blank: the number printed on it, or its box and running number (`B12-00042`). Upper case, so that
 * typing it in lower case finds the same blank.
 */
export const blankSerial = upperCase(3, 32);

/** What is written on a box; short, for the running number is added to it. */
export const boxName = upperCase(1, 24);

function upperCase(least: number, most: number) {
  return z
    .string()
    .trim()
    .transform((typed) => typed.toUpperCase())
    .pipe(
      z
        .string()
        .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'letters, digits and hyphens')
        .min(least)
        .max(most),
    );
}

/** The blanks of a box that carry no number of their own: `<box>-<running number, five digits>`. Both ends included. */
export function serialsOfBox(box: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `${box}-${String(from + at).padStart(5, '0')}`);
}
