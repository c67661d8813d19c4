import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const digitalIdentity = reply({
  ...lateReply,
  key: 'digital-identity',
  says: 'The digital identity: how it is activated.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      '*Identitas Kependudukan Digital (IKD)*: pasang aplikasi resmi IKD di ponsel, isi NIK, surel, dan nomor ponsel, lalu ambil swafoto.',
      'Aktivasi diselesaikan di loket: petugas memindai kode QR dan mencocokkan wajah, jadi harus datang sendiri. GRATIS.',
      'Jangan berikan PIN atau kode kepada siapa pun.',
    ].join('\n'),
});
