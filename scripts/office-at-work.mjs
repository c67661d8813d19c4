// The offices' side of a replay: people who approve what the register doubts, fly cards on and hand them over, by the
// console, all day long. A service that is down for a moment only makes them try again.
import { setTimeout as pause } from 'node:timers/promises';

/** @param {import('./clerk.mjs').Clerk} clerk */
export function officeAtWork(clerk) {
  let open = true;
  const counts = { handedOver: 0, approved: 0 };
  /** @type {Set<string>} */
  const done = new Set();

  /**
   * Does an act to every card that is in a state, eight at a time.
   * @param {'ready' | 'to_dispatch' | 'in_transit'} state
   * @param {string} act
   * @param {object} body
   */
  async function forEachCard(state, act, body) {
    const { cards } = await clerk.get(`/api/printing-queue/cards?state=${state}&limit=100`);
    const waiting = cards.filter((/** @type {{ jobId: string }} */ card) => !done.has(`${act} ${card.jobId}`));
    for (let at = 0; at < waiting.length; at += 8) {
      await Promise.all(
        waiting.slice(at, at + 8).map(async (/** @type {{ jobId: string }} */ { jobId }) => {
          await clerk.post(`/api/printing-queue/print-jobs/${jobId}/${act}`, body);
          done.add(`${act} ${jobId}`);
          if (act === 'hand-over') counts.handedOver += 1;
        }),
      );
    }
  }
  const handCardsOver = () => forEachCard('ready', 'hand-over', { collectedBy: 'self', oldCardTaken: true });
  const flyCards = async () => {
    await forEachCard('to_dispatch', 'dispatch', { manifestId: crypto.randomUUID() });
    await forEachCard('in_transit', 'arrival', {});
  };

  async function decideDoubts() {
    const { reviews } = await clerk.get('/api/document-validation/reviews?state=open&task=decide-doubt&limit=50');
    for (const { reviewId } of reviews) {
      await clerk.post(`/api/document-validation/reviews/${reviewId}/decision`, { verdict: 'approve' });
      counts.approved += 1;
    }
  }

  /** @param {() => Promise<void>} work */
  async function allDay(work) {
    while (open) {
      await work().catch(() => undefined);
      await pause(500);
    }
  }
  const shifts = Promise.all([allDay(handCardsOver), allDay(flyCards), allDay(decideDoubts)]);
  return {
    counts,
    async close() {
      open = false;
      await shifts;
    },
  };
}
