import { setTimeout as pause } from 'node:timers/promises';
import { type Link, type LinkCause, LinkFailure } from '#link';
import type { Capabilities, ProbeOutcome, SendCommand, SendOutcome, Upload, WhatsAppGateway } from '#whatsapp';

const longestPauseMs = 30_000;

/**
 * The way to WhatsApp: every send goes over the link, at its rate, and counts for its circuit.
 *
 * A send that is not answered can never be repeated, so the line is looked at first when it has been silent for a while:
 * a dead network is then met by a question about our own number and not by a citizen's message.
 */
export class WhatsappLine {
  private lastAnswer = 0;
  private looking: Promise<ProbeOutcome> | undefined;
  private slowUntil = 0;
  private slowedInARow = 0;

  constructor(
    private readonly gateway: WhatsAppGateway,
    private readonly link: Link,
    private readonly staleMs: number,
  ) {}

  get capabilities(): Capabilities {
    return this.gateway.capabilities;
  }

  get open(): boolean {
    return this.link.state !== 'open';
  }

  /** Stops all sending at once: the consumer pauses, and the messages wait in their queue. */
  stop(): void {
    while (this.link.state !== 'open') this.link.failed('operator');
  }

  /** The gateway says that we are too fast: everybody waits, twice as long each time in a row. */
  slowDown(ms: number): void {
    // What was under way when we slowed down is refused as well; it is the same time, not one more.
    if (performance.now() < this.slowUntil) return;
    this.slowUntil = performance.now() + Math.min(longestPauseMs, ms * 2 ** this.slowedInARow);
    this.slowedInARow = Math.min(this.slowedInARow + 1, 5);
  }

  /** Waits while the line is slowed down, or until the service stops. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    const waitMs = this.slowUntil - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, signal ? { signal } : {}).catch(() => undefined);
  }

  /**
   * Sends one message. A send under way is never cut short by us: only its answer tells what became of it.
   * @throws LinkDown when nothing has left because the link is down
   * @throws LimitExceeded when the message breaks a limit of ours
   */
  async send(command: SendCommand): Promise<SendOutcome> {
    const outcome: { of?: SendOutcome } = {};
    try {
      await this.link.call(async () => {
        outcome.of = await this.lookThenSend(command);
        const cause = linkCauseOf(outcome.of);
        if (outcome.of.kind === 'accepted') this.slowedInARow = 0;
        this.lastAnswer = cause === undefined ? performance.now() : 0;
        if (cause !== undefined) throw new LinkFailure(cause);
      });
    } catch (error) {
      // The link has taken note; what became of the message is told by the outcome.
      if (outcome.of === undefined) throw error;
    }
    if (outcome.of === undefined) throw new Error('a send ended without an outcome');
    return outcome.of;
  }

  /**
   * Uploads a file to be sent by its id. It may be repeated, so it is only tried; what the network does is no word about a message.
   * @returns undefined when it did not work
   */
  async upload(file: Upload): Promise<string | undefined> {
    try {
      const outcome = await this.gateway.upload(file, { signal: AbortSignal.timeout(15_000) });
      return outcome.kind === 'uploaded' ? outcome.mediaId : undefined;
    } catch {
      return undefined;
    }
  }

  /** Marks a citizen's message read. What becomes of it says nothing about the line. @returns whether it was */
  async markRead(providerMessageId: string, typing: boolean, signal: AbortSignal): Promise<boolean> {
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(3_000)]);
      return (await this.gateway.markRead(providerMessageId, { typing, signal: patience })).kind === 'done';
    } catch {
      return false;
    }
  }

  private async lookThenSend(command: SendCommand): Promise<SendOutcome> {
    if (this.lastAnswer === 0 || performance.now() - this.lastAnswer > this.staleMs) {
      this.looking ??= this.gateway
        .probe({ signal: AbortSignal.timeout(5_000) })
        .finally(() => (this.looking = undefined));
      const seen = await this.looking;
      if (!seen.up) return { kind: 'refused_before_sending', cause: 'connect', code: seen.cause };
      if (seen.rejected !== undefined) return seen.rejected;
    }
    return this.gateway.send(command);
  }
}

/** What an outcome says of the network; undefined when the far side answered in its own words. */
function linkCauseOf(outcome: SendOutcome): LinkCause | undefined {
  switch (outcome.kind) {
    case 'accepted':
    case 'rejected':
      return undefined;
    case 'refused_before_sending':
      return outcome.code === 'timeout' || outcome.code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'refused';
    case 'ambiguous':
      switch (outcome.cause) {
        case 'timeout':
          return 'timeout';
        case 'cut':
          return 'reset';
        case 'server-error':
          return 'server-error';
        case 'no-message-id':
        case 'aborted':
          return undefined;
      }
  }
}
