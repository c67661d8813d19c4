import { CapabilityChanged, defineFlow, MessageParked } from '#contracts';

/**
 * START HERE: what the console hears and says. Beside its one consumer it keeps the parked desk (keep-parked-messages.ts),
 * receives spans (receive-spans.ts), and shows and acts through the services' own HTTP APIs (pages/, forward-to-services.ts).
 */
export const flow = defineFlow({
  service: 'ops-console',
  hears: {
    // Every event there is, known or not: the long memory, from which all projections can be made anew.
    'copy-events': { everything: true, events: [], batch: 100 },
  },
  says: [
    MessageParked,
    // The operator's word on what works outside (capabilities.ts).
    CapabilityChanged,
  ],
});
