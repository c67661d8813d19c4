import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const pickupOfficeChosen = reply({
  ...lateReply,
  key: 'pickup-office-chosen',
  says: 'Where the card will be collected, as the citizen has chosen.',
  variables: z.looseObject({ ticket: z.string(), office: z.string().max(100) }),
  examples: [{ ticket: 'L-4F7K2', office: 'Loket Kecamatan Contoh' }],
  text: ({ ticket, office }) => `Baik, KTP-el permohonan *${ticket}* akan diambil di ${office}.`,
});
