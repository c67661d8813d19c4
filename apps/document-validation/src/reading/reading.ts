import type { Quality } from '../quality/measure-quality.js';

/** A picture that was sent as HEIC is measured as the JPEG it was made into. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic';

/** What was found inside a file that opened: facts only; whether they are good enough, `checks/` says. */
export type Reading =
  | {
      readonly form: 'picture';
      readonly type: PictureType;
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
      /** It did not open, or was not opened. */
      readonly form: 'refused';
      readonly defect: 'unreadable-file' | 'wrong-type' | 'too-many-pixels' | 'infected';
      readonly measured?: number;
      readonly limit?: number;
    };

/** Raise it when a reading gains facts: documents are then opened once more. */
export const readerVersion = 3;

/** What the process that opens documents answers: what it found, or which program it lacks, for which no document is to blame. */
export type ReaderAnswer = OpenedDocument | { readonly missing: string };

/** A document that was opened, or that was found to be none. */
export interface OpenedDocument {
  readonly reading: Reading;
  /** What people look at instead of the file: one JPEG a page, drawn anew, without any note of the sender's device. */
  readonly copies: readonly Uint8Array[];
  /** The process that opened it should open no other. */
  readonly spent?: true;
  /** A picture redrawn for a recogniser of text, where that was asked for. */
  readonly page?: Uint8Array;
}
