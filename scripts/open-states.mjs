/** The states of a request in which somebody still owes the citizen something. */
export const openStates = [
  'draft',
  'submitted',
  'correction_requested',
  'checking_register',
  'under_review',
  'awaiting_recording',
  'ready_to_print',
  'printing',
  'in_transit',
  'ready_for_pickup',
];
