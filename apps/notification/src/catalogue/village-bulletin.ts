import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';
import { tutorial } from './phrases.js';

/** News for village officers who asked for it, and the answers to who asks for it or has had enough. */
export const villageBulletin = reply({
  key: 'village-bulletin',
  says: 'News to a village officer who asked for it: how people apply, and the tutorial.',
  variables: z.looseObject({}),
  examples: [{}],
  template: {
    name: 'ktp_kabar_perangkat_desa',
    body: 'Kabar untuk perangkat desa dari {{1}}: warga dapat mengurus KTP-el lewat WhatsApp ini tanpa biaya. Panduan: {{2}}. Balas BERHENTI KABAR bila tidak ingin menerima kabar lagi.',
  },
  text: (_, { setting }) =>
    [
      `Kabar untuk perangkat desa dari ${setting.agency}.`,
      '',
      'Warga yang KTP-el-nya hilang, rusak, atau berubah datanya dapat mengurusnya lewat WhatsApp ini, tanpa datang ke kantor dan tanpa biaya. Cukup balas *SYARAT* untuk melihat dokumen yang dibutuhkan.',
      ...tutorial(setting),
      '',
      'Mohon diteruskan kepada warga. Balas *BERHENTI KABAR* bila tidak ingin menerima kabar lagi.',
    ].join('\n'),
  values: (_, { setting }) => [setting.agency, setting.tutorialUrl ?? 'tanyakan di loket'],
});

export const bulletinsJoined = reply({
  ...lateReply,
  key: 'bulletins-joined',
  says: 'A village officer asked for news.',
  variables: z.looseObject({}),
  examples: [{}],
  text: (_, { setting }) =>
    [
      `Terima kasih. Nomor ini akan menerima kabar untuk perangkat desa dari ${setting.agency}, paling banyak sekali seminggu.`,
      ...tutorial(setting),
      'Balas *BERHENTI KABAR* kapan saja untuk berhenti.',
    ].join('\n'),
});

export const bulletinsLeft = reply({
  ...lateReply,
  key: 'bulletins-left',
  says: 'A village officer wants no more news.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    'Baik, nomor ini tidak lagi menerima kabar. Layanan KTP-el tetap dapat dipakai. Balas *DAFTAR PERANGKAT* untuk menerima kabar lagi.',
});
