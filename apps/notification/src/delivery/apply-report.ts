import { MessageDelivered, MessageFailed, MessageQueued, MessageRead, MessageSent } from '#contracts';
import { logger } from '#observability';
import type { Tx } from '#outbox';
import { classifyError } from '#whatsapp';
import { messageFacts, type Outgoing } from '../outgoing.js';
import { noteStop } from '../sending/stop-sending.js';
import { effectOf, type StatusReport } from './delivery.js';

const log = logger('delivery');

/** Every report keeps its time in a column of its own, whatever it does to the state. */
const timeColumn = {
  sent: 'sent_at',
  delivered: 'delivered_at',
  read: 'read_at',
  played: 'read_at',
  failed: 'failed_at',
} as const;

/** Takes one report into a message whose row is locked by this transaction, and says what it changed. */
export async function applyReport(
  tx: Tx,
  row: Outgoing,
  report: StatusReport & { readonly ref: string; readonly at: Date },
): Promise<void> {
  if (report.ref === row.replaced_ref) return;
  const column = timeColumn[report.status];
  await tx.query(
    `update outgoing set ${column} = coalesce(${column}, $2), provider_ref = coalesce(provider_ref, $3) where id = $1`,
    [row.id, report.at, report.ref],
  );
  const message = { state: row.state, asTemplate: row.as_template };
  const effect = effectOf(report, message, (code) => classifyError(code).class);
  switch (effect.kind) {
    case 'nothing':
      return;
    case 'moves':
      await tx.query('update outgoing set state = $2 where id = $1', [row.id, effect.to]);
      await tx.emit(saidOf[effect.to], messageFacts(row));
      return;
    case 'fails':
      await tx.query('update outgoing set state = $2, error_class = $3, error_code = $4 where id = $1', [
        row.id,
        'failed',
        effect.errorClass,
        effect.errorCode ?? null,
      ]);
      log.warn({ messageId: row.id, code: effect.errorCode, reason: effect.errorClass }, 'a message was not delivered');
      await tx.emit(MessageFailed, {
        ...messageFacts(row),
        errorClass: effect.errorClass,
        ...(effect.errorCode === undefined ? {} : { errorCode: effect.errorCode }),
      });
      // An unpaid bill or a spam limit is often told only afterwards, and it is true of every message then.
      if (effect.errorClass === 'stop_sender' || effect.errorClass === 'token') {
        await noteStop(tx, effect.errorClass, effect.errorCode);
      }
      return;
    case 'again-as-template': {
      const event = await tx.emit(MessageQueued, messageFacts(row));
      await tx.query(
        `update outgoing set state = 'queued', as_template = true, replaced_ref = $2, provider_ref = null,
                sent_at = null, failed_at = null, queued_event = $3 where id = $1`,
        [row.id, report.ref, event],
      );
      return;
    }
  }
}

const saidOf = { sent: MessageSent, delivered: MessageDelivered, read: MessageRead } as const;
