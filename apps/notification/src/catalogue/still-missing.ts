import { documents } from '#civil-registry';
import { documentName, isDocumentCode, numbered } from './phrases.js';

/** What a draft still needs, document by document, with how to send each well. */
export function stillMissing(codes: readonly string[]): string[] {
  if (codes.length === 0) return ['Semua foto yang diperlukan sudah ada. Berkas segera kami periksa.'];
  const items = codes.map((code) =>
    isDocumentCode(code) ? `*${documentName(code)}*: ${documents[code].howToSend}` : `*${documentName(code)}*`,
  );
  return [
    items.length > 1
      ? 'Mohon kirim fotonya di percakapan ini, mulai dari nomor 1:'
      : 'Mohon kirim fotonya di percakapan ini:',
    numbered(items),
    '',
    'Balas *SELESAI* bila semua sudah dikirim.',
  ];
}
