import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappIdentityChanged } from '#contracts';
import { Permanent } from '#messaging';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import type { IdentityChangedEvent } from '#whatsapp';
import { PersonalData } from './personal-data.js';

interface Known {
  readonly id: string;
  readonly phone_index: string | null;
  readonly scoped_id_index: string | null;
}

/**
 * WhatsApp says that a citizen has another number or another id now. Their conversation and their requests follow them, and the
 * number they left takes nothing along to whoever gets it next. A new device alone changes nothing: the message stays as evidence.
 */
@Controller()
export class IdentityChanged {
  constructor(private readonly personalData: PersonalData) {}

  @EventPattern<string>('intake.identity-changed')
  async handle(@Payload() { data }: Received<typeof WhatsappIdentityChanged>, @Ctx() tx: Tx): Promise<void> {
    if (data.change === 'device') return;
    const { previous, current } = await this.read(tx, data.messageId);
    const index = (kind: 'phone' | 'scoped-id', text: string | undefined) =>
      text === undefined ? null : this.personalData.index(kind, text);
    const [oldPhone, oldScopedId] = [index('phone', previous.phone), index('scoped-id', previous.scopedId)];
    const [phone, scopedId] = [index('phone', current.phone), index('scoped-id', current.scopedId)];
    // As meet-citizen.ts does: whoever is about these numbers waits for whoever is before them.
    for (const key of [...new Set([oldPhone, oldScopedId, phone, scopedId])].flatMap((one) => one ?? []).sort()) {
      await tx.query("select pg_advisory_xact_lock(hashtext('conversation'), hashtext($1))", [key]);
    }
    const rows = await tx.query<Known>(
      `select id, phone_index, scoped_id_index from conversation
        where phone_index = any($1) or scoped_id_index = any($2) order by id for update`,
      [[oldPhone, phone].flatMap((one) => one ?? []), [oldScopedId, scopedId].flatMap((one) => one ?? [])],
    );
    const theirs =
      rows.find((row) => oldScopedId !== null && row.scoped_id_index === oldScopedId) ??
      rows.find((row) => oldPhone !== null && row.phone_index === oldPhone);
    if (!theirs) return;
    describeSpan({ [attribute.conversationId]: theirs.id });
    // Whoever had the new number or id before has it no more.
    await tx.query(
      `update conversation set
          phone_index = case when phone_index = $2 then null else phone_index end,
          sealed_phone = case when phone_index = $2 then null else sealed_phone end,
          scoped_id_index = case when scoped_id_index = $3 then null else scoped_id_index end,
          sealed_scoped_id = case when scoped_id_index = $3 then null else sealed_scoped_id end
        where id <> $1 and (phone_index = $2 or scoped_id_index = $3)`,
      [theirs.id, phone, scopedId],
    );
    const leavesNumber = data.change === 'number' && oldPhone !== null && theirs.phone_index === oldPhone;
    await tx.query(
      `update conversation set
          phone_index = case when $2::text is not null then $2 when $6 then null else phone_index end,
          sealed_phone = case when $2::text is not null then $3 when $6 then null else sealed_phone end,
          scoped_id_index = coalesce($4, scoped_id_index), sealed_scoped_id = coalesce($5, sealed_scoped_id)
        where id = $1`,
      [
        theirs.id,
        phone,
        current.phone === undefined ? null : this.personalData.seal(current.phone, `conversation.phone:${theirs.id}`),
        scopedId,
        current.scopedId === undefined
          ? null
          : this.personalData.seal(current.scopedId, `conversation.scoped_id:${theirs.id}`),
        leavesNumber,
      ],
    );
    if (data.change === 'number' && oldPhone !== null) await this.moveRequests(tx, theirs.id, oldPhone);
  }

  /** Requests of the counter that were given the old number go on in the conversation, and no longer to the number. */
  private async moveRequests(tx: Tx, conversationId: string, oldPhone: string): Promise<void> {
    await tx.query(
      `update application set conversation_id = coalesce(conversation_id, $1), phone_index = null, sealed_phone = null
        where phone_index = $2 and (conversation_id is null or conversation_id = $1)`,
      [conversationId, oldPhone],
    );
  }

  private async read(tx: Tx, id: string): Promise<Pick<IdentityChangedEvent, 'previous' | 'current'>> {
    const [row] = await tx.query<{ sealed_event: string | null }>(
      "select sealed_event from webhook_message where id = $1 and kind = 'identity_changed'",
      [id],
    );
    if (!row?.sealed_event) throw new Permanent('no such message, or its text is erased');
    // Written by store-webhook.ts and authenticated by its seal: the shape is our own.
    return JSON.parse(this.personalData.open(row.sealed_event, `webhook_message:${id}`)) as IdentityChangedEvent;
  }
}
