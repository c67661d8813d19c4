import type { Label } from './labels.js';

/** What a message wants. */
export interface Route {
  /** The most urgent wish, or TIDAK_JELAS. */
  readonly label: Label;
  /** Further wishes of the same message, the most urgent first. */
  readonly others: readonly Label[];
  /** 0 to 1. */
  readonly confidence: number;
  /** The concepts that decided, with the words that raised them; never a number of a person. */
  readonly because: readonly string[];
}
