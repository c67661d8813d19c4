import type { ReplyContext } from './message.js';

/**
 * A reply leaves seconds after the citizen wrote, so it is free text. Only when an outage has outlasted the 24-hour window
 * does this one template stand for any of them: the citizen writes back, and the window is open again.
 */
export const lateReply = {
  template: {
    name: 'ktp_jawaban_terlambat',
    body: 'Mohon maaf, jawaban kami atas pesan Bapak/Ibu kepada {{1}} terlambat karena gangguan. Balas pesan ini dengan kata MENU untuk melanjutkan.',
  },
  values: (_: unknown, { setting }: ReplyContext) => [setting.agency],
} as const;
