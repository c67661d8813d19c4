/** Where a message stands. It only moves forward; `failed` gives way to proof that the message arrived after all. */
export const messageStates = [
  'queued',
  'sending',
  'unknown',
  'sent',
  'failed',
  'delivered',
  'read',
  'superseded',
  'no-contact',
] as const;
export type MessageState = (typeof messageStates)[number];

const rank: Readonly<Record<MessageState, number>> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  superseded: 9,
  'no-contact': 9,
};

/** What the gateway says of a message, by webhook. */
export interface StatusReport {
  readonly status: 'sent' | 'delivered' | 'read' | 'failed' | 'played';
  readonly errorCode?: number | undefined;
}

/** The class of a failure's code, by the error table of #whatsapp. */
export type Classify = (code: number | undefined) => string;

/** What a report does: which state it leads to, or that the message is to go out once more as a template. */
export type Effect =
  | { readonly kind: 'moves'; readonly to: 'sent' | 'delivered' | 'read' }
  | { readonly kind: 'fails'; readonly errorClass: string; readonly errorCode: number | undefined }
  | { readonly kind: 'again-as-template' }
  /** Late, repeated, or of a send that another one has replaced. */
  | { readonly kind: 'nothing' };

/**
 * What a status report does to a message. Reports come unordered and repeated (whatsapp contract 1.6): `delivered` may
 * stay out, `read` may come first, `failed` may be overtaken by proof of arrival.
 */
export function effectOf(
  report: StatusReport,
  message: { readonly state: MessageState; readonly asTemplate: boolean },
  classify: Classify,
): Effect {
  const to = report.status === 'played' ? 'read' : report.status;
  if (rank[message.state] >= rank[to]) return { kind: 'nothing' };
  if (to !== 'failed') return { kind: 'moves', to };
  const errorClass = classify(report.errorCode);
  if (errorClass === 'needs_template' && !message.asTemplate) return { kind: 'again-as-template' };
  return { kind: 'fails', errorClass, errorCode: report.errorCode };
}
