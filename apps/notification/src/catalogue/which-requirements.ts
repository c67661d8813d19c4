import { z } from 'zod';
import { reply } from './message.js';
import { tutorial } from './phrases.js';
import { lateReply } from './reply-template.js';
import { listFor } from './requirements.js';

export const whichRequirements = reply({
  ...lateReply,
  key: 'which-requirements',
  says: 'Requirements are asked for without a kind: the two that most people need, and the others to choose from.',
  variables: z.looseObject({}),
  examples: [{}],
  menu: {
    kind: 'list',
    button: 'Syarat lainnya',
    choices: [
      { words: 'KTP BARU', title: 'KTP-el baru (pemula)' },
      { words: 'UBAH DATA', title: 'Perubahan data' },
      { words: 'GANTI FOTO', title: 'Ganti foto' },
      { words: 'PINDAH DATANG', title: 'Pindah datang' },
      { words: 'PINDAH DARI LUAR NEGERI', title: 'Datang dari luar negeri' },
      { words: 'LUAR DOMISILI', title: 'Cetak luar domisili' },
      { words: 'KTP WNA', title: 'KTP-el orang asing' },
      { words: 'PERPANJANG WNA', title: 'Perpanjang KTP-el WNA' },
    ],
  },
  text: (_, { setting }) =>
    [
      ...listFor('HILANG', 'asked'),
      '',
      ...listFor('RUSAK', 'asked'),
      '',
      `Paling lama ${setting.workingDays} hari kerja sejak berkas lengkap. GRATIS, tanpa calo, tanpa pengantar RT.`,
      'Balas *AJUKAN HILANG* atau *AJUKAN RUSAK* untuk mengajukan.',
      ...tutorial(setting),
    ].join('\n'),
});
