import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const interimPaper = reply({
  ...lateReply,
  key: 'interim-paper',
  says: 'What replaces a card that is not there yet.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Selama KTP-el belum jadi, Bapak/Ibu dapat memakai *Identitas Kependudukan Digital (IKD)* atau meminta cetakan *biodata penduduk* di loket.',
      'Surat keterangan (suket) pengganti KTP-el hanya dikeluarkan bila kantor mengizinkan; mohon tanyakan di loket.',
    ].join('\n'),
});
