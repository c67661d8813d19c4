import type { ErrorClass } from './error-classes.js';

/** A phone number (digits, country code first) is preferred; `scopedId` for a person known by user name only. */
export type Recipient = { phone: string; scopedId?: string } | { phone?: undefined; scopedId: string };

export interface SendCommand {
  /** Our own id of the message, at most 512 characters. It comes back in every status as `ourMessageId`. */
  messageId: string;
  to: Recipient;
  /** The provider's id of the message this one answers. */
  replyTo?: string;
  message: OutboundMessage;
}

/** Limits: whatsapp contract 1.9, enforced before sending. */
export type OutboundMessage =
  | { kind: 'text'; body: string; previewUrl?: boolean }
  | { kind: 'buttons'; body: string; header?: string; footer?: string; buttons: { id: string; title: string }[] }
  | { kind: 'list'; body: string; header?: string; footer?: string; button: string; sections: ListSection[] }
  | TemplateMessage
  | { kind: 'document'; mediaId: string; filename: string; caption?: string }
  | { kind: 'image'; mediaId: string; caption?: string };

export interface ListSection {
  title?: string;
  rows: { id: string; title: string; description?: string }[];
}

export interface TemplateMessage {
  kind: 'template';
  name: string;
  /** Meta's language code: `id`. */
  language: string;
  /** Values of the body's variables in order. */
  body?: string[];
  /** Payloads of the template's quick-reply buttons, by their place. */
  buttons?: string[];
}

/**
 * What became of a send. There is no idempotency key, so `ambiguous` must never be sent again by itself:
 * a status with our message id settles it (whatsapp contract 1.9). `refused_before_sending` is safe to repeat.
 */
export type SendOutcome =
  | { kind: 'accepted'; providerMessageId: string }
  | Rejected
  | {
      kind: 'ambiguous';
      cause: 'timeout' | 'cut' | 'server-error' | 'no-message-id' | 'aborted';
      httpStatus?: number;
    }
  | NotSent;

export interface Rejected {
  kind: 'rejected';
  class: ErrorClass;
  /** False: a code that the table does not know, worth an alert. */
  known: boolean;
  code?: number;
  httpStatus?: number;
  /** From `Retry-After`, in milliseconds. */
  retryAfterMs?: number;
  /** Meta's `fbtrace_id`, for the log. */
  providerTrace?: string;
}

export interface NotSent {
  kind: 'refused_before_sending';
  /** `aborted`: the caller gave up before the connection stood. */
  cause: 'dns' | 'connect' | 'tls' | 'aborted';
  /** The system's error code, such as `ECONNREFUSED`: for the log, without an address. */
  code?: string;
}

/** A file to upload before it is sent by id; the id lives 30 days. */
export interface Upload {
  bytes: Uint8Array;
  mimeType: string;
  filename: string;
}

export type UploadOutcome = { kind: 'uploaded'; mediaId: string } | Rejected | Unreachable;

/** Reads and uploads may simply be repeated, so one word is enough for every failure on the way. */
export interface Unreachable {
  kind: 'unreachable';
  cause: 'dns' | 'connect' | 'tls' | 'timeout' | 'cut' | 'server-error' | 'aborted';
  httpStatus?: number;
}

export type MediaOutcome =
  | { kind: 'fetched'; bytes: Buffer; mimeType?: string; sha256: string }
  /** The id has expired (7 days) or never was ours: ask the citizen to send the file again. */
  | { kind: 'gone' }
  | { kind: 'too_large'; limitBytes: number; declaredBytes?: number }
  /** The bytes are not those that were announced: fetch again. */
  | { kind: 'hash_mismatch' }
  /** The gateway named a host that our token must not be shown to. */
  | { kind: 'host_refused' }
  | Rejected
  | Unreachable;

/** `up` with `rejected`: the network works, the gateway does not like us (token, restriction). */
export type ProbeOutcome = { up: true; rejected?: Rejected } | { up: false; cause: Unreachable['cause'] };

export interface Capabilities {
  templates: boolean;
  buttons: boolean;
  lists: boolean;
  typing: boolean;
  /** Free text is allowed for this many hours after the citizen's last message; undefined: always. */
  windowHours?: number;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** A WhatsApp gateway, whichever it is. Never throws for what the network or the gateway does; throws `LimitExceeded` for our own mistakes. */
export interface WhatsAppGateway {
  capabilities: Capabilities;
  send(command: SendCommand, options?: CallOptions): Promise<SendOutcome>;
  upload(file: Upload, options?: CallOptions): Promise<UploadOutcome>;
  /** Marks a message (and those before it) read; with `typing` the citizen sees that an answer is coming. */
  markRead(
    providerMessageId: string,
    options?: CallOptions & { typing?: boolean },
  ): Promise<{ kind: 'done' } | Rejected | Unreachable>;
  /** Takes the `mediaId` of an inbound message. Checks host, size while streaming, and the announced SHA-256. */
  fetchMedia(mediaId: string, options?: CallOptions & { maxBytes?: number }): Promise<MediaOutcome>;
  /** Asks for our own phone-number object: touches no citizen's data. */
  probe(options?: CallOptions): Promise<ProbeOutcome>;
}
