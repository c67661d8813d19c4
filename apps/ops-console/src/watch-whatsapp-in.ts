import { queryRows } from '#outbox';
import type { DataSource } from 'typeorm';

/** WhatsApp tells within a few seconds that it passes a message on; longer than so it is silent. */
const silentAfterSeconds = 20;

export interface WhatsappIn {
  readonly isSilent: boolean;
  /** When WhatsApp's last word came in; null when none ever did. */
  readonly since: Date | null;
  /** Messages it took from us and said nothing of. */
  readonly unanswered: number;
}

/**
 * The way in, by which WhatsApp calls us, has no circuit: nothing of ours fails when no webhook arrives. Yet each message
 * that WhatsApp takes is followed by its word of it. Where messages have left and nothing at all came since, the way is cut.
 */
export async function watchWhatsappIn(dataSource: DataSource): Promise<WhatsappIn> {
  const [seen] = await queryRows<WhatsappIn>(
    dataSource,
    `with heard as (
       select max(time) as at from event where type in ('whatsapp.message-received', 'whatsapp.status-received'))
     select coalesce(heard.at, min(message.at)) as since, count(message.id)::int as unanswered,
            coalesce(min(message.at) < now() - make_interval(secs => $1), false) as "isSilent"
       from heard left join message on message.state = 'sent' and message.at > coalesce(heard.at, '-infinity')
      group by heard.at`,
    [silentAfterSeconds],
  );
  return seen ?? { isSilent: false, since: null, unanswered: 0 };
}
