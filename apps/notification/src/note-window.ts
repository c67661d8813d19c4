import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ConversationContacted, Received } from '#contracts';
import { Link } from '#link';
import type { Tx } from '#outbox';

/**
 * Keeps when a citizen last wrote: free text is allowed for 24 hours from then. Older news change nothing. The gateway
 * counts what comes in and what goes out together, so each message that came takes one turn from ours.
 */
@Controller()
export class NoteWindow {
  constructor(private readonly link: Link) {}

  @EventPattern<string>('notification.note-window')
  async handle(@Payload() event: Received<typeof ConversationContacted>, @Ctx() tx: Tx): Promise<void> {
    this.link.spend();
    await tx.query(
      `insert into conversation_window (conversation_id, last_inbound_at) values ($1, $2)
       on conflict (conversation_id) do update
          set last_inbound_at = greatest(conversation_window.last_inbound_at, excluded.last_inbound_at)`,
      [event.data.conversationId, event.data.at],
    );
  }
}
