import type { Quality } from '../quality/measure-quality.js';

/** What was found inside a file that opened: facts only; whether they are good enough, `checks/` says. */
export type Reading =
  | {
      readonly form: 'picture';
      readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
      readonly width: number;
      readonly height: number;
      /** Mean brightness of the whole picture, 0 (black) to 255 (white). */
      readonly brightness: number;
      readonly quality: Quality;
    }
  | {
      readonly form: 'pdf';
      readonly pages: number;
      readonly encrypted: boolean;
      /** Names of what could act by itself or hide another file: `JavaScript`, `Launch`, `EmbeddedFile` … */
      readonly active: readonly string[];
    }
  | {
      /** It did not open. */
      readonly form: 'refused';
      readonly defect: 'unreadable-file' | 'wrong-type' | 'too-many-pixels';
      readonly measured?: number;
      readonly limit?: number;
    };

/** Raise it when a reading gains facts: documents are then opened once more. */
export const readerVersion = 3;

/** What the process that opens documents answers. */
export interface OpenedDocument {
  readonly reading: Reading;
  /** A picture redrawn for a recogniser of text, where that was asked for. */
  readonly page?: Uint8Array;
}
