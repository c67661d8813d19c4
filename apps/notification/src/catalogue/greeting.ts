import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const greeting = reply({
  ...lateReply,
  key: 'greeting',
  says: 'The citizen greets, or writes what the conversation does not understand: what can be done here, and how.',
  variables: z.looseObject({}),
  examples: [{}],
  text: (_, { setting }) =>
    [
      `Selamat datang di layanan WhatsApp ${setting.agency}. Layanan ini GRATIS, tanpa calo.`,
      '',
      'KTP-el *hilang*: kirim foto asli surat kehilangan dari kepolisian dan foto asli KK.',
      'KTP-el *rusak*: kirim foto KTP-el yang rusak dan foto asli KK.',
      '',
      'Kirim data dengan format ini, lalu fotonya:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
      '',
      'Balas *STATUS* untuk melihat permohonan, *SYARAT* untuk persyaratan, *BATAL* untuk membatalkan.',
      'Data Bapak/Ibu dipakai hanya untuk layanan ini.',
    ].join('\n'),
});
