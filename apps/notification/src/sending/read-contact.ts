import { z } from 'zod';
import type { InternalFetch } from '#boot';
import { kind } from '#contracts';
import type { Recipient } from '#whatsapp';
import type { ToldApplication } from '../catalogue/message.js';
import type { Outgoing } from '../outgoing.js';

const nothing = z
  .null()
  .or(z.undefined())
  .transform(() => null);
const optional = z.string().min(1).or(nothing);
const address = {
  conversationId: optional,
  phone: optional,
  scopedId: optional,
  lastInboundAt: z.iso.datetime({ offset: true }).or(nothing),
};
const conversationContact = z.object(address);
const applicationContact = z.object({
  ...address,
  ticket: z.string(),
  trackUrl: z.string(),
  maskedName: z.string(),
  maskedNik: z.string(),
  kind,
  office: z.object({
    name: z.string(),
    address: z.string(),
    hours: z
      .string()
      .nullish()
      .transform((hours) => hours || null),
  }),
});

/** Where a message goes, asked anew for every message: numbers change, and notification keeps none. */
export interface Contact {
  /** Undefined: there is no way to write to this person. */
  readonly recipient: Recipient | undefined;
  /** Whose messages must not swap places. */
  readonly lane: string;
  readonly conversationId: string | null;
  readonly lastInboundAt: Date | null;
  readonly application: ToldApplication | undefined;
}

/** Asks intake for the contact behind a request or a conversation. */
export class ReadContact {
  constructor(
    private readonly fetch: InternalFetch,
    private readonly intakeUrl: string,
  ) {}

  /**
   * @returns undefined when intake knows no such request or conversation
   * @throws Error when intake cannot be asked: the message waits and is tried again
   */
  async find(message: Pick<Outgoing, 'about' | 'about_kind'>, signal?: AbortSignal): Promise<Contact | undefined> {
    const url = `${this.intakeUrl}/internal/${message.about_kind}s/${message.about}/contact`;
    const answer = await this.fetch(url, { audience: 'intake', ...(signal ? { signal } : {}) });
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`intake answers ${answer.status} when asked for a contact`);
    if (message.about_kind === 'conversation') {
      return contactOf({ ...conversationContact.parse(body), conversationId: message.about }, message.about, undefined);
    }
    const {
      ticket,
      trackUrl,
      maskedName,
      maskedNik,
      kind: requested,
      office,
      ...rest
    } = applicationContact.parse(body);
    return contactOf(rest, message.about, { ticket, trackUrl, maskedName, maskedNik, kind: requested, office });
  }
}

function contactOf(
  read: z.infer<typeof conversationContact>,
  about: string,
  application: ToldApplication | undefined,
): Contact {
  return {
    recipient: recipientOf(read.phone, read.scopedId),
    lane: read.conversationId ?? about,
    conversationId: read.conversationId,
    lastInboundAt: read.lastInboundAt === null ? null : new Date(read.lastInboundAt),
    application,
  };
}

function recipientOf(phone: string | null, scopedId: string | null): Recipient | undefined {
  const digits = phone?.replace(/[^0-9]/g, '').replace(/^0/, '62') ?? '';
  if (digits !== '') return { phone: digits, ...(scopedId === null ? {} : { scopedId }) };
  return scopedId === null ? undefined : { scopedId };
}
