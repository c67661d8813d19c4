import { z } from 'zod';
import { reply } from './message.js';
import { tutorial } from './phrases.js';
import { lateReply } from './reply-template.js';

export const greeting = reply({
  ...lateReply,
  key: 'greeting',
  says: 'The citizen greets, or writes what the conversation does not understand: what can be done here, and how.',
  variables: z.looseObject({ notices: z.array(z.string()).optional() }),
  examples: [{}, { notices: ['Pencetakan KTP-el terhenti karena jaringan pusat.'] }],
  menu: {
    kind: 'list',
    button: 'Pilih layanan',
    choices: [
      { words: '1', title: 'Syarat KTP-el' },
      { words: '2', title: 'Ajukan cetak ulang', description: 'Kartu hilang, rusak, atau data berubah' },
      { words: '3', title: 'Cek status permohonan' },
      { words: '4', title: 'Perekaman, jemput bola' },
      { words: '5', title: 'Stok blangko hari ini' },
      { words: '6', title: 'Pengaduan' },
      { words: '0', title: 'Bicara dengan petugas' },
    ],
  },
  text: ({ notices }, { setting }) =>
    [
      `Selamat datang di layanan WhatsApp ${setting.agency}. Layanan ini GRATIS, tanpa calo.`,
      ...(notices ?? []).map((notice) => `*Pemberitahuan:* ${notice}`),
      '',
      'KTP-el *hilang*: kirim foto asli surat kehilangan dari kepolisian dan foto asli KK.',
      'KTP-el *rusak*: kirim foto KTP-el yang rusak dan foto asli KK.',
      '',
      'Kirim data dengan format ini, lalu fotonya:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
      '',
      'Balas *STATUS* untuk melihat permohonan, *SYARAT* untuk persyaratan, *BATAL* untuk membatalkan.',
      ...tutorial(setting),
      'Data Bapak/Ibu dipakai hanya untuk layanan ini; balas *PRIVASI* untuk penjelasan.',
    ].join('\n'),
});
