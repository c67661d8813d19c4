import { defineFlow, PrintJobOffered } from '#contracts';

/**
 * START HERE: the agent at one printer. It hears its office's offers, claims over HTTP (the claim decides, the offer is
 * a hint), prints by a driver, and reports; its journal survives a power cut. It says nothing on the broker.
 */
export const flow = defineFlow({
  service: 'print-station',
  hears: {
    // A card may be printed at this office: claim it when there is room on the desk.
    'print-offered-card': { events: [PrintJobOffered], perOffice: true, outside: true },
  },
  says: [],
});
