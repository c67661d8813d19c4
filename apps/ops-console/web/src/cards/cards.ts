/** A card as printing-queue lists it. */
export interface Card {
  readonly jobId: string;
  readonly applicationId: string;
  readonly kind: string;
  readonly office: string;
  readonly printedAtOffice: string;
  readonly printedAt: string;
  readonly arrivedAt: string | null;
  readonly reminders: number;
}
export interface CardPage {
  readonly cards: readonly Card[];
  readonly nextCursor: string | null;
}

export const cardsPath = (state: string, office: string) =>
  `/api/printing-queue/cards?state=${state}&limit=100${office === '' ? '' : `&office=${encodeURIComponent(office)}`}`;
