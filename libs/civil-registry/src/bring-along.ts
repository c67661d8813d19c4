import { type ServiceKind, serviceKindFacts } from './service-kinds.js';

/** What to bring when a card is collected, in Indonesian, by what the kind of request has to give back (domain 1.2). */
export function bringAlong(kind: ServiceKind): string {
  switch (serviceKindFacts[kind].surrender) {
    case 'old-card':
      return 'KTP-el lama (akan ditarik) dan KK';
    case 'old-card-if-any':
      return 'KTP-el lama bila ada (akan ditarik) dan KK';
    case 'damaged-card':
      return 'KTP-el yang rusak (akan ditarik) dan KK';
    case 'damaged-card-if-any':
      return 'KTP-el yang rusak bila ada (akan ditarik) dan KK';
    case 'nothing':
      return 'KK';
  }
}
