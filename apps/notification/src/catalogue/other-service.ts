import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const otherService = reply({
  ...lateReply,
  key: 'other-service',
  says: 'Another document of the office: asked for at the counter.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Percakapan ini melayani KTP-el. Untuk akta, Kartu Keluarga, KIA, atau pindah keluar, mohon datang ke loket dengan KK asli.',
      'Layanan itu juga GRATIS.',
      '',
      'Balas *MENU* untuk layanan KTP-el.',
    ].join('\n'),
});
