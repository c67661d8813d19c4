import { randomUUID } from 'node:crypto';
import type { Role } from '#boot';
import { staffAttention } from '../catalogue/staff-attention.js';
import type { Setting } from '../catalogue/message.js';
import { outboundOf } from '../sending/word-message.js';
import type { WhatsappLine } from '../sending/whatsapp-line.js';
import type { Alerting } from './alerting.js';
import type { StaffWay, TellableAlert } from './tell-staff.js';

/** A WhatsApp message to each phone of a role. It takes its turns of the number's rate like any other. */
export class MessageStaff implements StaffWay {
  readonly name = 'whatsapp';

  constructor(
    private readonly line: WhatsappLine,
    private readonly setting: Setting,
    private readonly phones: Alerting['phones'],
  ) {}

  reaches(role: Role): boolean {
    return (this.phones[role] ?? []).length > 0;
  }

  /** @throws Error when no phone could be written to; what may have left counts as told. */
  async tell(role: Role, alerts: readonly TellableAlert[]): Promise<void> {
    if (!this.line.open) throw new Error('the way to WhatsApp is down');
    const said = alerts.map(({ says, times }) => (times > 1 ? `${says} (${times} kali)` : says));
    const worded = staffAttention.word({ alerts: said }, { at: new Date(), setting: this.setting });
    const { capabilities } = this.line;
    const outcomes = [];
    for (const phone of this.phones[role] ?? []) {
      // The id is none of ours: a report of it settles no citizen's message.
      const messageId = `staff-${randomUUID()}`;
      const message = outboundOf(worded, capabilities.templates, capabilities);
      outcomes.push((await this.line.send({ messageId, to: { phone }, message })).kind);
    }
    if (!outcomes.some((kind) => kind === 'accepted' || kind === 'ambiguous')) {
      throw new Error(`WhatsApp took no message for ${role}: ${outcomes.join()}`);
    }
  }
}
