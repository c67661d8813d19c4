import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappTemplateStatusChanged } from '#contracts';
import { counter, logger } from '#observability';
import type { Tx } from '#outbox';
import { templateNews } from './delivery/template-news.js';
import { endAlert, openAlert } from './staff/staff-alert.js';

const log = logger('template-changed');
const changes = counter('loket_whatsapp_template_changes_total', 'What Meta did to our templates', ['change']);

/**
 * Heeds what Meta did to a template: one that may not be used is not sent (its messages fail visibly and can be sent anew
 * later), and ops are told of whatever a person should look at.
 */
@Controller()
export class TemplateChanged {
  @EventPattern<string>('notification.template-changed')
  async handle(@Payload() event: Received<typeof WhatsappTemplateStatusChanged>, @Ctx() tx: Tx): Promise<void> {
    const { template, change, reason } = event.data;
    await tx.query(
      'insert into template_change (template, change, reason, at) values ($1, $2, $3, $4) on conflict do nothing',
      [template, change, reason ?? null, event.time],
    );
    const means = templateNews(change);
    changes.inc({ change: means });
    if (means === 'fine') return log.info({ key: template, state: change }, 'a message template changed');
    if (means !== 'look') await keepStanding(tx, template, means === 'usable', event.time);
    const about = { key: `template:${template}`, role: 'ops' } as const;
    if (means === 'usable') {
      log.info({ key: template, state: change }, 'a message template may be used');
      return endAlert(tx, { ...about, says: `Templat ${template} dapat dipakai lagi.`, at: event.time });
    }
    log.error({ key: template, state: change, reason }, 'look at a message template in the WhatsApp Manager');
    await openAlert(tx, { ...about, says: `Templat ${template} berubah (${change}); periksa di WhatsApp Manager.` });
  }
}

/** Changes may come unordered: the newest counts. */
async function keepStanding(tx: Tx, template: string, isUsable: boolean, at: Date): Promise<void> {
  await tx.query(
    `insert into template_standing (template, is_usable, since) values ($1, $2, $3)
     on conflict (template) do update set is_usable = excluded.is_usable, since = excluded.since
      where template_standing.since < excluded.since`,
    [template, isUsable, at],
  );
}
