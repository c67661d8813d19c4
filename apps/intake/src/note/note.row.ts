/** One row of `application_note`: what a member of staff wrote down about a request. */
export interface NoteRow {
  readonly id: string;
  readonly application_id: string;
  /** Staff name people in them: sealed, and bound to `application_note.words:<id>`. */
  readonly sealed_words: string;
  readonly clerk: string;
  readonly at: Date;
}

/** More than anybody would read; a request with so many needs a conversation, not a note. */
export const mostNotes = 200;
