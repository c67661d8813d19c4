import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappTemplateStatusChanged } from '#contracts';
import { counter, logger } from '#observability';
import type { Tx } from '#outbox';

const log = logger('template-changed');
const changes = counter('loket_whatsapp_template_changes_total', 'What Meta did to our templates', ['change']);
const good = new Set(['APPROVED', 'REINSTATED', 'UNPAUSED', 'GREEN', 'UTILITY']);

/** Keeps what Meta did to a template and tells the operator: without it, messages outside the 24-hour window fail. */
@Controller()
export class TemplateChanged {
  @EventPattern<string>('notification.template-changed')
  async handle(@Payload() event: Received<typeof WhatsappTemplateStatusChanged>, @Ctx() tx: Tx): Promise<void> {
    const { template, change, reason } = event.data;
    await tx.query(
      'insert into template_change (template, change, reason, at) values ($1, $2, $3, $4) on conflict do nothing',
      [template, change, reason ?? null, event.time],
    );
    changes.inc({ change: good.has(change) ? 'good' : 'bad' });
    if (good.has(change)) log.info({ key: template, state: change }, 'a message template changed');
    else
      log.error(
        { key: template, state: change, reason },
        'a message template is not usable as before; look at it in the WhatsApp Manager',
      );
  }
}
