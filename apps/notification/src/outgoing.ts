import type { MessageState } from './delivery/delivery.js';

/** A message to a citizen, as the table `outgoing` holds it (see migrations/create-outgoing.ts). */
export interface Outgoing {
  readonly id: string;
  readonly about: string;
  readonly about_kind: 'application' | 'conversation';
  readonly application_id: string | null;
  /** `<event type>#<sequence>` or `<message key>#<sequence>`; a person's resend appends `~<n>`. Once per `about`. */
  readonly fact: string;
  readonly message_key: string;
  readonly sequence: number;
  readonly variables: Record<string, unknown>;
  readonly sealed_text: string | null;
  readonly announced_at: Date;
  /** Whose messages must not swap places: the conversation, or the request where none is known. */
  readonly lane: string | null;
  readonly state: MessageState;
  readonly as_template: boolean;
  readonly attempts: number;
  readonly claimed_by: string | null;
  /** Digest of the gateway's message id. */
  readonly provider_ref: string | null;
  /** The same of a send that a template has replaced: its reports no longer count. */
  readonly replaced_ref: string | null;
  readonly queued_event: string | null;
  readonly correlation_id: string;
  readonly traceparent: string | null;
  readonly resent_from: string | null;
  readonly sent_at: Date | null;
  readonly created_at: Date;
  /** Not before then; a burst is merged meanwhile. */
  readonly due_at: Date;
}

/** The data of every `message.*` event. */
export function messageFacts(row: Pick<Outgoing, 'id' | 'about' | 'message_key'>): {
  messageId: string;
  about: string;
  fact: string;
} {
  return { messageId: row.id, about: row.about, fact: row.message_key };
}

/** The chain a message belongs to: what is said of it later continues it. */
export function causeOf(row: Pick<Outgoing, 'queued_event' | 'correlation_id'>): { id: string; correlationId: string } {
  return { id: row.queued_event ?? row.correlation_id, correlationId: row.correlation_id };
}
