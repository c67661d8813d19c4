import type { Tx } from '#outbox';
import { z } from 'zod';
import type { ApplicationRow, KeptRow } from '../application/application.row.js';
import { exportedComplaint, exportedMessage } from './exported-words.js';
import { mostNotes, type NoteRow } from '../note/note.row.js';
import type { PersonalData } from '../personal-data.js';

const at = z.iso.datetime();

const document = z.object({
  documentId: z.uuid(),
  ticket: z.string(),
  name: z.string(),
  receivedAt: at,
  /** `shows-others`: a copy with the others blackened is given at the counter. */
  file: z.enum(['included', 'shows-others', 'not-kept']),
  contentType: z.string().optional(),
  base64: z.string().optional(),
  /** Who of the staff looked at it, and why. */
  views: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
});
export type ExportedDocument = z.output<typeof document>;

const exported = z.object({
  ticket: z.string(),
  kind: z.string(),
  channel: z.string(),
  state: z.string(),
  openedAt: at,
  office: z.string(),
  village: z.string().nullable(),
  district: z.string(),
  nik: z.string(),
  familyCardNumber: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  /** What was done with it, when, and by whom: a member of staff, or the system. */
  processing: z.array(z.object({ at, state: z.string(), cause: z.string().nullable(), by: z.string() })),
  /** What staff wrote down about it. */
  notes: z.array(z.object({ at, words: z.string(), by: z.string() })),
  /** What they asked for about their data, and what was done or not, and why not. */
  rights: z.array(
    z.object({ at, act: z.string(), what: z.array(z.string()), ground: z.string().nullable(), by: z.string() }),
  ),
});

/** The copy as it is handed out. */
export const shape = z.object({
  exportedAt: at,
  controller: z.string(),
  purpose: z.string(),
  requests: z.array(exported),
  documents: z.array(document),
  /** What they and the office wrote to each other; withheld where somebody else writes from the same number. */
  messages: z.array(exportedMessage),
  messagesWithheld: z.boolean(),
  complaints: z.array(exportedComplaint),
  /** Copies given so far, this one included. */
  exports: z.array(z.object({ at, by: z.string() })),
});

export function asExported(
  about: Pick<ExportedDocument, 'documentId' | 'ticket' | 'name' | 'receivedAt' | 'views'>,
  file: ExportedDocument['file'],
): ExportedDocument {
  return { ...about, file };
}

/** A request with its particulars in the clear and the trail of its processing. */
export async function exportedRequest(
  tx: Tx,
  row: ApplicationRow & KeptRow & { readonly created_at: Date },
  personalData: PersonalData,
): Promise<z.output<typeof exported>> {
  const open = (sealed: string, column: string) => personalData.open(sealed, `application.${column}:${row.id}`);
  const history = await tx.query<{ at: Date; state: string; cause: string | null; clerk: string | null }>(
    'select at, state, cause, clerk from application_history where application_id = $1 order by sequence',
    [row.id],
  );
  const rights = await tx.query<{ at: Date; act: string; what: string[]; ground: string | null; clerk: string }>(
    'select at, act, what, ground, clerk from data_right_act where application_id = $1 order by at limit 100',
    [row.id],
  );
  const notes = await tx.query<NoteRow>(
    'select * from application_note where application_id = $1 order by at, id limit $2',
    [row.id, mostNotes],
  );
  return {
    ticket: row.ticket,
    kind: row.kind,
    channel: row.channel,
    state: row.state,
    openedAt: row.created_at.toISOString(),
    office: row.office,
    village: row.village,
    district: row.district,
    nik: open(row.sealed_nik, 'nik'),
    familyCardNumber: open(row.sealed_family_card, 'family_card'),
    name: open(row.sealed_name, 'name'),
    phone: row.sealed_phone === null ? null : open(row.sealed_phone, 'phone'),
    processing: history.map((step) => ({
      at: step.at.toISOString(),
      state: step.state,
      cause: step.cause,
      by: step.clerk ?? 'sistem',
    })),
    notes: notes.map(({ id, sealed_words: words, clerk: by, at: written }) => ({
      at: written.toISOString(),
      words: personalData.open(words, `application_note.words:${id}`),
      by,
    })),
    rights: rights.map(({ clerk, ...right }) => ({ ...right, at: right.at.toISOString(), by: clerk })),
  };
}
