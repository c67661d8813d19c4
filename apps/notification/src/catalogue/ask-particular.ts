import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { formWaits, numbered } from './phrases.js';
import { lateReply } from './reply-template.js';
import { listFor } from './requirements.js';

const questions = {
  kind: 'Untuk keperluan apa? Misalnya: HILANG, RUSAK, UBAH DATA, PINDAH DATANG, KTP BARU, GANTI FOTO, LUAR DOMISILI, atau WNA.',
  nik: 'Ketik *NIK* Bapak/Ibu (16 angka).',
  'family-card': 'Ketik *nomor Kartu Keluarga* (16 angka di bagian atas KK).',
  name: 'Ketik *nama lengkap* sesuai KK.',
  place: 'Ketik *desa/kelurahan dan kecamatan* sesuai KK, dipisah koma.',
  office: 'KTP-el akan *diambil di mana*? Balas dengan angkanya:',
} as const;

export const askParticular = reply({
  ...lateReply,
  key: 'ask-particular',
  says: 'One question of a request that is filled in step by step; the first one comes with what the kind needs.',
  /** `problems`: what was wrong with the last answer; `begins`: the first question of this request; `reminds`: it has been asked before, and nobody answered. */
  variables: z.looseObject({
    question: z.enum(['kind', 'nik', 'family-card', 'name', 'place', 'office']),
    problems: z.array(z.string().max(300)).default([]),
    kind: kindSchema.optional(),
    begins: z.literal('yes').optional(),
    reminds: z.literal('yes').optional(),
    offices: z.array(z.string().max(100)).optional(),
  }),
  examples: [
    { question: 'nik', problems: [], kind: 'HILANG', begins: 'yes' },
    { question: 'family-card', problems: ['Nomor KK harus terdiri dari 16 angka.'] },
    { question: 'office', problems: [], offices: ['Kantor Disdukcapil', 'Loket Kecamatan'] },
    { question: 'kind', problems: [] },
    { question: 'name', problems: [], kind: 'RUSAK', reminds: 'yes' },
  ],
  text: ({ question, problems, kind, begins, reminds, offices }) =>
    [
      ...(begins && kind ? [...listFor(kind, 'asked'), ''] : []),
      ...(begins && kind ? ['Kami bantu langkah demi langkah; foto berkas boleh dikirim kapan saja.', ''] : []),
      ...(reminds ? [formWaits, ''] : []),
      ...problems.map((problem) => `Mohon maaf: ${problem}`),
      questions[question],
      ...(offices === undefined ? [] : [numbered(offices)]),
      '',
      'Balas SALAH untuk memperbaiki jawaban sebelumnya, BATAL untuk berhenti.',
    ].join('\n'),
});
