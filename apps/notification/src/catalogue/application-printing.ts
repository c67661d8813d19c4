import { ApplicationPrinting } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationPrinting = announcement(ApplicationPrinting, {
  template: {
    name: 'ktp_sedang_dicetak',
    body: 'KTP-el untuk permohonan {{1}} sedang dicetak. Pantau di {{2}} kapan saja.',
  },
  text: (_, { application }) =>
    [`KTP-el untuk permohonan *${application.ticket}* sedang dicetak.`, '', closing(application)].join('\n'),
  values: (_, { application }) => [application.ticket, application.trackUrl],
});
