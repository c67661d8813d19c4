import type { Config } from '../config.js';

/** The services that the console's pages may reach, by the name they have under `/api/`. */
export const reachable = ['intake', 'document-validation', 'printing-queue', 'notification'] as const;
export type Reachable = (typeof reachable)[number];

export function urlOf(service: Reachable, config: Config): string {
  switch (service) {
    case 'intake':
      return config.INTAKE_URL;
    case 'document-validation':
      return config.DOCUMENT_VALIDATION_URL;
    case 'printing-queue':
      return config.PRINTING_QUEUE_URL;
    case 'notification':
      return config.NOTIFICATION_URL;
  }
}
