/** A table with sealed columns: how its rows are walked through, and to what each column is bound. */
export interface SealedPlace {
  readonly table: string;
  /** Its key, as a text that orders the rows as its index does. */
  readonly id: { readonly select: string; readonly type: 'uuid' | 'text' };
  /** Column → what its seal is bound to, before `:<id>` of `boundTo`. */
  readonly columns: Readonly<Record<string, string>>;
}

const uuid = (select = 'id') => ({ select, type: 'uuid' }) as const;

/** Every sealed column of intake; `test/key-rotation.service.spec.ts` compares it with the schema. */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'webhook_post', id: { select: 'id', type: 'text' }, columns: { sealed_body: 'webhook_post' } },
  { table: 'webhook_message', id: uuid(), columns: { sealed_event: 'webhook_message' } },
  {
    table: 'conversation',
    id: uuid(),
    columns: { sealed_phone: 'conversation.phone', sealed_scoped_id: 'conversation.scoped_id' },
  },
  {
    table: 'application',
    id: uuid(),
    columns: {
      sealed_nik: 'application.nik',
      sealed_family_card: 'application.family_card',
      sealed_name: 'application.name',
      sealed_phone: 'application.phone',
      sealed_tracking_code: 'application.tracking_code',
    },
  },
  { table: 'application_note', id: uuid(), columns: { sealed_words: 'application_note.words' } },
  {
    table: 'complaint',
    id: uuid(),
    columns: {
      sealed_words: 'complaint.words',
      sealed_contact: 'complaint.contact',
      sealed_answer: 'complaint.answer',
    },
  },
  // Its rows are one conversation's, and go with it: walked through conversation by conversation.
  {
    table: 'conversation_reply',
    id: uuid('conversation_id'),
    columns: { sealed_words: 'conversation_reply.words' },
  },
  { table: 'request_form', id: uuid('conversation_id'), columns: { sealed_form: 'request_form' } },
  { table: 'visit_request', id: uuid(), columns: { sealed_contact: 'visit_request.contact' } },
  { table: 'legal_hold', id: uuid(), columns: { sealed_reason: 'legal_hold.reason' } },
];
