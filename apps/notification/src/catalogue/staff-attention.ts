import { z } from 'zod';
import { reply } from './message.js';

/** Told to members of the staff on their own phones, always as a template: they have not written to the office's number. */
export const staffAttention = reply({
  key: 'staff-attention',
  says: 'Something needs a member of the staff.',
  variables: z.looseObject({ alerts: z.array(z.string()).min(1) }),
  examples: [
    { alerts: ['Persediaan blangko di stasiun contoh tinggal 10.', 'Jaringan diskominfo putus sejak pukul 09.00.'] },
  ],
  template: {
    name: 'loket_perhatian_petugas',
    body: 'Perhatian petugas: {{1}} Mohon periksa di konsol Loket.',
  },
  text: ({ alerts }) =>
    ['Perhatian petugas:', ...alerts.map((alert) => `- ${alert}`), 'Mohon periksa di konsol Loket.'].join('\n'),
  values: ({ alerts }) => [alerts.join(' · ')],
});
