import { defineFlow, WhatsappMediaAnnounced, WhatsappMessageReceived } from '#contracts';

/** One consumer that hears one event and says another. */
export const hopFlow = defineFlow({
  service: 'intake',
  hears: { 'bench-hop': { events: [WhatsappMessageReceived] } },
  says: [WhatsappMessageReceived, WhatsappMediaAnnounced],
});
