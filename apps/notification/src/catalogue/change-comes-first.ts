import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const changeComesFirst = reply({
  ...lateReply,
  key: 'change-comes-first',
  says: 'A lost or damaged card and a change of data in one wish: the change comes first, and at home for a card of elsewhere.',
  variables: z.looseObject({ kind: kindSchema.optional() }),
  examples: [{ kind: 'HILANG' }, { kind: 'LUAR_DOMISILI' }],
  text: ({ kind }) =>
    kind === 'LUAR_DOMISILI'
      ? [
          'KTP-el luar domisili hanya untuk data yang *tidak berubah*.',
          'Bila ada data yang berubah, mohon diurus di Disdukcapil kabupaten/kota asal.',
          '',
          'Bila datanya tetap, balas LUAR DOMISILI saja.',
        ].join('\n')
      : [
          'Permohonan ini dua urusan, mohon dikerjakan berurutan:',
          '1. *Perubahan data* dilakukan di KK lebih dahulu (layanan Kartu Keluarga di loket).',
          '2. Setelah KK baru jadi, balas UBAH DATA di sini: KTP-el langsung dicetak dengan data baru.',
          '',
          `Bila datanya tetap, balas ${kind === 'RUSAK' ? 'KTP RUSAK' : 'KTP HILANG'} saja. Semua layanan GRATIS.`,
        ].join('\n'),
});
