import type { Topic } from './conversation/read-meaning.js';
import { counterHoursText } from './counter-hours-text.js';
import type { Reply } from './reply-to-citizen.js';
import type { Territory } from './territory.js';

/** The answer to a question that needs no request of the citizen. Nothing is told that the office has not confirmed. */
export function answerTopic(
  topic: Exclude<Topic, 'MINTA_PETUGAS' | 'PENGADUAN' | 'HAK_DATA' | 'INFO_BLANGKO' | 'JEMPUT_BOLA'>,
  territory: Territory,
): Reply {
  switch (topic) {
    case 'INFO_BIAYA':
      return { messageKey: 'fee' };
    case 'INFO_JADWAL_LOKASI':
      return { messageKey: 'opening-hours', offices: officesOf(territory) };
    case 'INFO_REKAM':
      return { messageKey: 'recording-in-person', offices: officesOf(territory) };
    case 'INFO_PENGAMBILAN':
      return { messageKey: 'pickup-rules' };
    case 'INFO_SUKET':
      return { messageKey: 'interim-paper' };
    case 'INFO_IKD':
      return { messageKey: 'digital-identity' };
    case 'NIK_BERMASALAH':
      return { messageKey: 'nik-trouble' };
    case 'LAYANAN_LAIN':
      return { messageKey: 'other-service' };
    case 'SURVEI':
      return { messageKey: 'survey-thanks' };
    case 'DI_LUAR_TOPIK':
      return { messageKey: 'off-topic' };
    case 'PENUTUP':
      return { messageKey: 'closing-words' };
    case 'KIRIM_BERKAS':
      return { messageKey: 'send-documents' };
  }
}

/** Each counter in a line; hours that nobody has confirmed are asked for there, never guessed. */
export function officesOf({ region }: Pick<Territory, 'region'>): string[] {
  return region.offices.map(({ name, address, counterHours }) => {
    const hours = counterHoursText(counterHours, region.timeZoneName) ?? 'tanyakan di loket';
    return `${name}, ${address} (jam layanan: ${hours})`;
  });
}
