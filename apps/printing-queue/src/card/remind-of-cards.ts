import { Inject, Injectable } from '@nestjs/common';
import { CardUncollected } from '#contracts';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';

const reminded = counter('loket_cards_uncollected_total', 'Reminders of cards that nobody has collected', ['office']);
const atOnce = 100;

/** A card that has lain ready for many days is said so, a few times and no more; the counter's list shows it anyway. */
@Injectable()
export class RemindOfCards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One round. */
  lookOver(): Promise<void> {
    const { UNCOLLECTED_AFTER_DAYS: after, UNCOLLECTED_REMINDERS: most } = this.config;
    return this.unitOfWork.run(async (tx) => {
      const cards = await tx.query<{
        jobId: string;
        applicationId: string;
        answers: number;
        office: string;
        reminder: number;
        days: number;
      }>(
        `update card set reminders = reminders + 1
          where job_id in (
            select job_id from card
             where state = 'ready' and reminders < $2
               and coalesce(arrived_at, printed_at) < now() - make_interval(secs => $1) * (reminders + 1)
             order by coalesce(arrived_at, printed_at) limit ${atOnce} for update skip locked)
         returning job_id as "jobId", application_id as "applicationId", answers, office, reminders as reminder,
                   greatest(1, floor(extract(epoch from now() - coalesce(arrived_at, printed_at)) / 86400))::int as days`,
        [after * 86_400, most],
      );
      for (const card of cards) {
        reminded.inc({ office: card.office });
        await tx.emit(CardUncollected, card);
      }
    });
  }
}
