import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappStatusReceived } from '#contracts';
import { attribute, counter, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { applyReport } from './delivery/apply-report.js';
import { keepOrphan, takeTurnOf } from './delivery/provider-ref.js';
import type { Outgoing } from './outgoing.js';

const reports = counter('loket_whatsapp_reports_total', 'Delivery reports of the gateway', ['status', 'found']);

/**
 * Takes a report of the gateway into account. It finds its message by our own id, which came back with it, even when the
 * answer to the send was lost; a report that finds none yet is kept and counted in when the message is known.
 */
@Controller()
export class SettleDelivery {
  @EventPattern<string>('notification.settle-delivery')
  async handle(@Payload() event: Received<typeof WhatsappStatusReceived>, @Ctx() tx: Tx): Promise<void> {
    const { messageId, providerRef: ref, status, at, errorCode } = event.data;
    await takeTurnOf(tx, ref);
    const [row] = await tx.query<Outgoing>(
      `select * from outgoing where id = $1 or ($1::uuid is null and provider_ref = $2) for update`,
      [messageId ?? null, ref],
    );
    reports.inc({ status, found: row ? 'yes' : 'no' });
    if (!row) return keepOrphan(tx, ref, { status, at: new Date(at), errorCode });
    if (row.application_id !== null) describeSpan({ [attribute.applicationId]: row.application_id });
    await applyReport(tx, row, { ref, status, at: new Date(at), errorCode });
  }
}
