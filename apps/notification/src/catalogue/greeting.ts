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
      'Balas angka: *1* Syarat · *2* Ajukan cetak ulang · *3* Cek status · *4* Perekaman dan jemput bola · *5* Stok blangko · *6* Pengaduan · *0* Petugas',
      '',
      'KTP-el *hilang*: kirim foto asli surat kehilangan dari kepolisian dan foto asli KK.',
      'KTP-el *rusak*: kirim foto KTP-el yang rusak dan foto asli KK.',
      '',
      'Kirim data dengan format ini, lalu fotonya:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
      '',
      'Balas *STATUS* untuk melihat permohonan, *SYARAT* untuk persyaratan, *BATAL* untuk membatalkan.',
      'Data Bapak/Ibu dipakai hanya untuk layanan ini; balas *PRIVASI* untuk penjelasan.',
    ].join('\n'),
});
