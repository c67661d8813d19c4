import { randomUUID } from 'node:crypto';
import type { SealPrivateKeys } from '#document-store';
import { LinkDown } from '#messaging';
import { attribute, counter, currentTraceparent, inSpan } from '#observability';
import { queryRows, type Tx, type UnitOfWork } from '#outbox';
import { LimitExceeded, type OutboundMessage } from '#whatsapp';
import type { DataSource } from 'typeorm';
import { findAnnouncementMessage } from '../catalogue/catalogue.js';
import type { Setting, Worded } from '../catalogue/message.js';
import type { FindDocument } from '../documents/find-document.js';
import { causeOf, type Outgoing } from '../outgoing.js';
import type { Pacing } from '../pacing.js';
import { mostUploads, planAfter, type Plan } from './after-send.js';
import { claimNext } from './claim-next.js';
import type { Contact, ReadContact } from './read-contact.js';
import { recordFailed, recordNoContact, recordOutcome } from './record-outcome.js';
import type { WhatsappLine } from './whatsapp-line.js';
import { NoWords, outboundOf, windowIsOpen, wordMessage } from './word-message.js';

const longestCaption = 1_024;
const documents = counter(
  'loket_whatsapp_documents_total',
  'Papers that messages were to carry, by what became of them',
  ['document', 'outcome'],
);

type Contacts = Map<string, Contact>;

/** What sending needs; given once by the module. */
export interface Sending {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly line: WhatsappLine;
  readonly readContact: ReadContact;
  readonly findDocument: FindDocument;
  readonly setting: Setting;
  readonly sealKeys: SealPrivateKeys;
  readonly pacing: Pacing;
}

/**
 * Sends the messages of one person, one after the other, until none waits or something holds them. Whoever is told of a
 * message sends what is next in its lane; a lane that somebody else is sending is left to them.
 */
export class SendLane {
  /** This process among its replicas: a claim of another one may be of a dead one. */
  readonly process = randomUUID();

  constructor(private readonly with_: Sending) {}

  get open(): boolean {
    return this.with_.line.open;
  }

  /**
   * Finds out whose messages a request's are; once known, it stays so.
   * @returns undefined when there is no way to write to this person, or intake knows no such request
   */
  async findLane(message: Outgoing, contacts: Contacts): Promise<string | undefined> {
    const contact = await this.contactFor(message, contacts);
    if (!contact) return undefined;
    await this.with_.unitOfWork.run(async (tx) => {
      await tx.query('update subject set lane = coalesce(lane, $2) where id = $1', [message.about, contact.lane]);
      await tx.query(
        `update outgoing set lane = (select lane from subject where id = $1) where about = $1 and lane is null`,
        [message.about],
      );
      await tx.query('insert into lane (contact) select lane from subject where id = $1 on conflict do nothing', [
        message.about,
      ]);
    });
    const [row] = await queryRows<{ lane: string }>(this.with_.dataSource, 'select lane from subject where id = $1', [
      message.about,
    ]);
    return row?.lane;
  }

  /**
   * @throws LinkDown when WhatsApp cannot be reached or sending has stopped
   * @throws Error when intake cannot be asked
   */
  async send(lane: string, contacts: Contacts, signal?: AbortSignal): Promise<void> {
    const { unitOfWork, line, pacing } = this.with_;
    const known = (about: string) => contacts.has(about);
    for (;;) {
      if (!line.open) throw new LinkDown('whatsapp');
      await line.turn(signal);
      // What waits is due already: whoever lives longer than this process sends it.
      if (signal?.aborted) return;
      const head = await unitOfWork.run((tx) => claimNext(tx, lane, known, { pacing, process: this.process }));
      switch (head.kind) {
        case 'empty':
        case 'held':
          return;
        case 'stopped':
          line.stop();
          throw new LinkDown('whatsapp');
        case 'needs-contact':
          await this.contactFor(head.message, contacts);
          break;
        case 'claimed':
          if (!(await this.sendOne(lane, head.message, contacts, head.pairHolds))) return;
      }
    }
  }

  /** Reads the contact of a message; ends the message when there is none. */
  private async contactFor(message: Outgoing, contacts: Contacts): Promise<Contact | undefined> {
    const contact = await this.with_.readContact.find(message);
    if (contact?.recipient !== undefined) {
      contacts.set(message.about, contact);
      return contact;
    }
    await this.commit(message, (tx) =>
      contact ? recordNoContact(tx, message) : recordFailed(tx, message, 'unknown-subject'),
    );
    return undefined;
  }

  private async sendOne(lane: string, message: Outgoing, contacts: Contacts, pairHolds: number): Promise<boolean> {
    const contact = contacts.get(message.about);
    if (contact?.recipient === undefined) throw new Error('a message was claimed before its contact was known');
    return inSpan(
      'send whatsapp message',
      {
        kind: 'client',
        ...(message.traceparent === null ? {} : { parent: message.traceparent, links: [currentTraceparent()] }),
        attributes: {
          [attribute.messageId]: message.id,
          ...(message.application_id === null ? {} : { [attribute.applicationId]: message.application_id }),
        },
      },
      async (span) => {
        const asTemplate = message.as_template || !(await this.windowOpen(contact));
        const plan = await this.trySending(message, contact, asTemplate, pairHolds);
        span.setAttribute(attribute.outcome, plan.do);
        const more = await this.commit(message, (tx) => recordOutcome(tx, lane, message, plan, asTemplate));
        this.follow(plan);
        return more;
      },
    );
  }

  /** What came of it, as a plan. Whatever goes wrong after the message may have left counts as not known. */
  private async trySending(message: Outgoing, contact: Contact, asTemplate: boolean, pairHolds: number): Promise<Plan> {
    const { line, setting, sealKeys, pacing } = this.with_;
    if (contact.recipient === undefined) return { do: 'record-failed', errorClass: 'no-contact', errorCode: undefined };
    try {
      const worded = wordMessage(message, contact, setting, sealKeys);
      if (asTemplate && !(await this.mayUse(worded.template.name))) {
        return { do: 'record-failed', errorClass: 'template-unusable', errorCode: undefined };
      }
      const outcome = await line.send({
        messageId: message.id,
        to: contact.recipient,
        message:
          (asTemplate ? undefined : await this.withDocument(message, contact, worded)) ??
          outboundOf(worded, asTemplate, line.capabilities),
      });
      return planAfter(outcome, { attempts: message.attempts, asTemplate, pairHolds }, pacing);
    } catch (error) {
      if (error instanceof LinkDown) return { do: 'wait', holdMs: pacing.retryMs, why: 'network' };
      if (error instanceof NoWords) return { do: 'record-failed', errorClass: error.code, errorCode: undefined };
      if (error instanceof LimitExceeded) return { do: 'record-failed', errorClass: 'our_fault', errorCode: undefined };
      return { do: 'record-unknown' };
    }
  }

  /** The message as the caption of its paper. Without it where it is not to be had, or was refused twice: news do not wait. */
  private async withDocument(
    message: Outgoing,
    { application }: Contact,
    { text }: Worded,
  ): Promise<OutboundMessage | undefined> {
    const attachment = findAnnouncementMessage(message.message_key)?.attaches;
    if (!attachment || !application || text.length > longestCaption || message.attempts >= mostUploads)
      return undefined;
    const file = await this.with_.findDocument.find(attachment, message.about, application);
    const mediaId = file && (await this.with_.line.upload(file));
    documents.inc({ document: attachment, outcome: mediaId ? 'uploaded' : file ? 'not-uploaded' : 'not-there' });
    return mediaId ? { kind: 'document', mediaId, filename: file.filename, caption: text } : undefined;
  }

  /** Whether Meta lets us send a template; one of which nothing was said is used. */
  private async mayUse(template: string): Promise<boolean> {
    const stopped = await queryRows(
      this.with_.dataSource,
      'select 1 from template_standing where template = $1 and not is_usable',
      [template],
    );
    return stopped.length === 0;
  }

  /** What a plan means beyond this one person. */
  private follow(plan: Plan): void {
    if (plan.do === 'stop-sending') this.with_.line.stop();
    if (plan.do === 'wait' && plan.why === 'throughput') this.with_.line.slowDown(plan.holdMs);
    if (plan.do === 'stop-sending' || (plan.do === 'wait' && plan.why === 'network')) throw new LinkDown('whatsapp');
  }

  /** The newest of what intake and the events say about when the citizen last wrote. */
  private async windowOpen(contact: Contact): Promise<boolean> {
    const [row] = await queryRows<{ at: Date }>(
      this.with_.dataSource,
      'select last_inbound_at as at from conversation_window where conversation_id = $1',
      [contact.conversationId],
    );
    const times = [contact.lastInboundAt, row?.at].flatMap((at) => (at ? [at.getTime()] : []));
    const last = times.length === 0 ? null : new Date(Math.max(...times));
    return windowIsOpen(last, new Date(), this.with_.line.capabilities.windowHours);
  }

  private commit<T>(message: Outgoing, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.with_.unitOfWork.run(work, causeOf(message));
  }
}
