import { randomUUID } from 'node:crypto';
import { type Channel, type ComplaintAbout, ComplaintOpened } from '#contracts';
import { attribute, counter, currentTraceparent, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { code } from '../open-application.js';
import type { PersonalData } from '../personal-data.js';
import { complaintFacts, type ComplaintRow } from './complaint.row.js';

const lodged = counter('loket_complaints_opened_total', 'Complaints and data-rights requests lodged', [
  'about',
  'channel',
]);

/** What is lodged: the citizen's words, where it came in, and by when it is answered. */
export interface Lodging {
  readonly about: ComplaintAbout;
  readonly channel: Channel;
  readonly office: string;
  readonly words: string;
  readonly dueAt: Date;
  readonly conversationId?: string | undefined;
  readonly applicationId?: string | undefined;
  /** How to reach somebody who has no WhatsApp. */
  readonly contact?: string | undefined;
  readonly clerk?: string | undefined;
}

/** Opens a complaint with a number of its own, and says so. */
export async function lodgeComplaint(tx: Tx, lodging: Lodging, personalData: PersonalData): Promise<ComplaintRow> {
  const id = randomUUID();
  if (lodging.applicationId) describeSpan({ [attribute.applicationId]: lodging.applicationId });
  for (;;) {
    const [row] = await tx.query<ComplaintRow>(
      `insert into complaint (id, number, about, channel, office, conversation_id, application_id, sealed_words,
                              sealed_contact, due_at, opened_by, traceparent)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning *`,
      [
        id,
        `${lodging.about === 'complaint' ? 'P' : 'D'}-${code(5)}`,
        lodging.about,
        lodging.channel,
        lodging.office,
        lodging.conversationId ?? null,
        lodging.applicationId ?? null,
        personalData.seal(lodging.words, `complaint.words:${id}`),
        lodging.contact === undefined ? null : personalData.seal(lodging.contact, `complaint.contact:${id}`),
        lodging.dueAt,
        lodging.clerk ?? null,
        currentTraceparent() ?? null,
      ],
    );
    // The number was taken: draw another one.
    if (!row) continue;
    await tx.emit(ComplaintOpened, complaintFacts(row));
    tx.afterCommit(() => lodged.inc({ about: lodging.about, channel: lodging.channel }));
    return row;
  }
}
