/** What a gateway can tell us, already typed. `raw` keeps the part of the body it came from: optional fields may be missing here. */
export type InboundEvent =
  | MessageEvent
  | EditEvent
  | RevokeEvent
  | ReactionEvent
  | StatusEvent
  | IdentityChangedEvent
  | TemplateStatusEvent
  | GatewayHealthEvent
  | UnknownEvent;

export type GatewayName = 'cloud-api' | 'waha';

interface Arrived {
  gateway: GatewayName;
  /** The business number that was written to (`phone_number_id`), the WABA id where there is none, or the WAHA session. */
  accountId: string;
  /** Unique per effect: the same event delivered again has the same key. At most 200 characters. */
  eventKey: string;
  /** The gateway's own time; the time of arrival where the gateway's cannot be read. */
  occurredAt: Date;
  raw: unknown;
}

/** At least one of `phone` (digits only) and `scopedId` (BSUID or WAHA lid) is present. */
export interface Sender {
  phone?: string;
  scopedId?: string;
  displayName?: string;
  username?: string;
}

export interface MessageEvent extends Arrived {
  kind: 'message';
  providerMessageId: string;
  sender: Sender;
  /** The message that the citizen answers to, when they used "reply". */
  replyTo?: string;
  forwarded: boolean;
  content: MessageContent;
}

export type MessageContent =
  | { kind: 'text'; text: string }
  | MediaContent
  | { kind: 'interactive'; reply: InteractiveReply }
  | { kind: 'button'; payload: string; text: string }
  | { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { kind: 'contacts'; contacts: SharedContact[] }
  | { kind: 'order' }
  | { kind: 'system'; change?: string }
  | { kind: 'unsupported'; wireType: string; code?: number };

export interface MediaContent {
  kind: 'media';
  medium: 'image' | 'document' | 'video' | 'audio' | 'sticker';
  /** Pass this to `fetchMedia`. An id of the Cloud API, a URL of WAHA. */
  mediaId: string;
  /** As declared by the sender's phone: check the bytes. */
  mimeType?: string;
  /** Base64, as Meta sends it. */
  sha256?: string;
  caption?: string;
  filename?: string;
  voice?: boolean;
}

export type InteractiveReply =
  | { kind: 'button'; id: string; title: string }
  | { kind: 'list'; id: string; title: string; description?: string }
  | { kind: 'flow'; name?: string; flowToken?: string; response: unknown };

export interface SharedContact {
  name?: string;
  phones: string[];
  /** `contact_request` when the person answered a request for their own number. */
  origin?: string;
}

/** Keep the registered evidence; an edit or a revoke is recorded beside it and never replaces it. */
export interface EditEvent extends Arrived {
  kind: 'edit';
  providerMessageId: string;
  originalMessageId: string;
  /** The event key of the message that was edited. */
  originalEventKey: string;
  sender: Sender;
  content?: MessageContent;
}

export interface RevokeEvent extends Arrived {
  kind: 'revoke';
  providerMessageId: string;
  originalMessageId: string;
  /** The event key of the message that was deleted. */
  originalEventKey: string;
  sender: Sender;
}

export interface ReactionEvent extends Arrived {
  kind: 'reaction';
  providerMessageId: string;
  reactedTo: string;
  /** Absent: the reaction was taken back. */
  emoji?: string;
  sender: Sender;
}

/** Statuses arrive unordered, repeated, and sometimes before our own send has returned. */
export interface StatusEvent extends Arrived {
  kind: 'status';
  providerMessageId: string;
  status: DeliveryStatus;
  /** `biz_opaque_callback_data`: the id we gave the message when sending. */
  ourMessageId?: string;
  recipient: { phone?: string; scopedId?: string };
  errors: GatewayError[];
}

export type DeliveryStatus = 'queued' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** Decide on `code` and `details`: Meta is dropping the titles. */
export interface GatewayError {
  code?: number;
  title?: string;
  details?: string;
}

export interface IdentityChangedEvent extends Arrived {
  kind: 'identity_changed';
  change: 'number' | 'scoped_id' | 'device';
  previous: { phone?: string; scopedId?: string };
  current: { phone?: string; scopedId?: string };
}

export interface TemplateStatusEvent extends Arrived {
  kind: 'template_status';
  change: 'status' | 'category' | 'quality';
  templateName?: string;
  language?: string;
  /** The new status, category or quality in Meta's own word: `APPROVED`, `PAUSED`, `MARKETING`, `RED`. */
  value?: string;
  reason?: string;
}

export interface GatewayHealthEvent extends Arrived {
  kind: 'gateway_health';
  /** `working`, `starting`, `needs_person`, `failed`; `notice` is news about the account that a person should read. */
  health: 'working' | 'starting' | 'needs_person' | 'failed' | 'notice';
  detail: string;
}

/** Stored and answered with 200, never answered to the citizen. `reason` is for the operator. */
export interface UnknownEvent extends Arrived {
  kind: 'unknown';
  reason:
    | 'not-json'
    | 'object'
    | 'field'
    | 'message-without-id'
    | 'no-sender'
    | 'group'
    | 'ignored-type'
    | 'status'
    | 'value-error'
    | 'own-message'
    | 'event';
  detail?: string;
}
