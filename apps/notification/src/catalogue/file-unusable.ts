import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

const problems: Readonly<Record<string, string>> = {
  gone: 'Filenya sudah tidak tersedia di WhatsApp.',
  expired: 'Filenya sudah tidak tersedia di WhatsApp.',
  'too-large': 'Filenya terlalu besar; paling besar 16 MB.',
  'wrong-type': 'Jenis filenya tidak dapat dibaca; kirim foto (JPEG, PNG) atau PDF.',
  'unreadable-file': 'Filenya rusak dan tidak dapat dibuka.',
  video: 'Video tidak dapat kami pakai; kirim foto.',
  audio: 'Pesan suara belum dapat kami baca; mohon tulis atau kirim foto.',
};

export const fileUnusable = reply({
  ...lateReply,
  key: 'file-unusable',
  says: 'A file that was sent cannot be used: why, and what to send instead.',
  variables: z.looseObject({ problem: z.string().default('') }),
  examples: [{ problem: 'wrong-type' }, { problem: 'gone' }, { problem: 'something-new' }],
  text: ({ problem }) =>
    [
      'Mohon maaf, file yang Bapak/Ibu kirim tidak dapat kami pakai.',
      ...(problems[problem] === undefined ? [] : [problems[problem]]),
      '',
      'Mohon kirim ulang foto dokumen asli, satu lembar penuh, tidak miring, dan tidak buram.',
    ].join('\n'),
});
