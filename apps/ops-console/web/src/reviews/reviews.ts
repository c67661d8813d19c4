/** A review as document-validation lists it: ids, codes and times. */
export interface Review {
  readonly reviewId: string;
  readonly applicationId: string;
  readonly task: string;
  readonly kind: string;
  readonly office: string;
  readonly doubts: readonly string[];
  readonly cause: string | null;
  readonly openedAt: string;
  readonly promisedFor: string | null;
  readonly claimedBy: string | null;
  readonly proposal: { readonly by: string } | null;
}

/** What a clerk picks from SIAK's list of record statuses. */
export const recordStatuses = [
  'PRINT_READY_RECORD',
  'UNREGISTERED',
  'BIO_CAPTURED',
  'PROCESSING',
  'SENT_FOR_ENROLLMENT',
  'RECEIVED_AT_CENTRAL',
  'SEARCH_FAILURE_AT_CENTRAL',
  'ENROLL_FAILURE_AT_CENTRAL',
  'ENROLL_FAILURE_AT_REGIONAL',
  'ADJUDICATE_RECORD',
  'REQUEST_VALIDATION',
  'DUPLICATE_RECORD',
  'SENT_FOR_CARD_PRINTING',
  'CARD_PRINTED',
  'CARD_SHIPPED',
  'CARD_ISSUED',
] as const;
