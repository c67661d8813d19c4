import { ApplicationRejected } from '#contracts';
import { announcement } from './message.js';
import { closing, legalWords } from './phrases.js';

export const applicationRejected = announcement(ApplicationRejected, {
  template: {
    name: 'ktp_tidak_dapat_dilanjutkan',
    body: 'Mohon maaf, permohonan KTP-el {{1}} tidak dapat kami lanjutkan. Dasar: {{2}}. Bapak/Ibu dapat menanyakannya di percakapan ini.',
  },
  text: ({ legalReason }, { application, setting }) =>
    [
      `Mohon maaf, permohonan *${application.ticket}* tidak dapat kami lanjutkan.`,
      '',
      `Dasar: ${legalWords(legalReason)}.`,
      'Bila Bapak/Ibu keberatan atau ingin penjelasan, silakan hubungi kami.',
      setting.complaintChannel,
      '',
      closing(application),
    ].join('\n'),
  values: ({ legalReason }, { application }) => [application.ticket, legalWords(legalReason)],
});
