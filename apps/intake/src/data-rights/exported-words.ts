import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ComplaintRow } from '../complaint/complaint.row.js';
import { readTranscript } from '../handover/read-transcript.js';
import type { PersonalData } from '../personal-data.js';
import type { SubjectRow } from './find-subject.js';

const at = z.iso.datetime();
export const exportedMessage = z.object({
  at,
  /** A member of staff is named by their account. */
  from: z.string(),
  /** Null for a picture, a menu's word, and what is erased already. */
  text: z.string().nullable(),
  kind: z.string(),
});
export const exportedComplaint = z.object({
  number: z.string(),
  about: z.string(),
  openedAt: at,
  state: z.string(),
  words: z.string().nullable(),
  answer: z.string().nullable(),
});

/** The newest lines of a conversation that are handed out; more is asked for in parts. */
const mostLines = 500;

/**
 * What a person and the office wrote to each other, oldest first, and what they lodged. A conversation in which somebody else
 * has requests too (one phone for a family) is withheld: it would show them (UU 27/2022 art. 33).
 */
export async function exportedWords(
  dataSource: DataSource,
  nikIndex: string,
  rows: readonly SubjectRow[],
  personalData: PersonalData,
): Promise<{
  readonly messages: z.output<typeof exportedMessage>[];
  readonly messagesWithheld: boolean;
  readonly complaints: z.output<typeof exportedComplaint>[];
}> {
  const all = [...new Set(rows.flatMap(({ conversation_id }) => conversation_id ?? []))];
  const shared: { id: string }[] = await dataSource.query(
    `select distinct conversation_id as id from application
      where conversation_id = any($1::uuid[]) and nik_index is not null and nik_index <> $2`,
    [all, nikIndex],
  );
  const own = all.filter((id) => !shared.some((one) => one.id === id));
  const messages: z.output<typeof exportedMessage>[] = [];
  for (const id of own) {
    const { lines } = await readTranscript(dataSource, id, { limit: mostLines, before: undefined }, personalData);
    messages.push(
      ...lines.map((line) => ({ at: line.at, from: line.clerk ?? line.from, text: line.text, kind: line.kind })),
    );
  }
  const complaints: ComplaintRow[] = await dataSource.query(
    `select * from complaint where conversation_id = any($1::uuid[]) or application_id = any($2::uuid[])
      order by opened_at limit 100`,
    [own, rows.map(({ id }) => id)],
  );
  return {
    messages,
    messagesWithheld: shared.length > 0,
    complaints: complaints.map((row) => ({
      number: row.number,
      about: row.about,
      openedAt: row.opened_at.toISOString(),
      state: row.state,
      words: personalData.openOr(row.sealed_words, `complaint.words:${row.id}`),
      answer: personalData.openOr(row.sealed_answer, `complaint.answer:${row.id}`),
    })),
  };
}
