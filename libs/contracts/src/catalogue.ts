import * as application from './application.js';
import * as bundle from './bundle.js';
import * as card from './card.js';
import * as complaint from './complaint.js';
import * as conversation from './conversation.js';
import type { AnyEvent } from './define-event.js';
import * as documents from './documents.js';
import * as link from './link.js';
import * as maintenance from './maintenance.js';
import * as message from './message.js';
import * as note from './note.js';
import * as ops from './ops.js';
import * as personalData from './personal-data.js';
import * as printJob from './print-job.js';
import * as register from './register.js';
import * as review from './review.js';
import * as station from './station.js';
import * as stock from './stock.js';
import * as survey from './survey.js';
import * as visit from './visit.js';
import * as whatsapp from './whatsapp.js';

const families: Record<string, unknown>[] = [
  whatsapp,
  conversation,
  complaint,
  application,
  note,
  bundle,
  visit,
  personalData,
  documents,
  register,
  review,
  printJob,
  card,
  stock,
  station,
  maintenance,
  message,
  survey,
  link,
  ops,
];

function isEvent(value: unknown): value is AnyEvent {
  return typeof value === 'object' && value !== null && 'type' in value && 'owner' in value && 'says' in value;
}

/** Every event Loket knows, family by family. */
export const catalogue: readonly AnyEvent[] = families.flatMap((family) => Object.values(family).filter(isEvent));

/** Finds an event by type and version. */
export function findEvent(type: string, version: number): AnyEvent | undefined {
  return catalogue.find((event) => event.type === type && event.version === version);
}
