import type { CardData } from '../card-data.js';
import type { Outcome } from '../printers/printer.js';
import type { Question } from '../printers/manual-printer.js';

/** What a line at the terminal means: an answer to the question, or a word back to the operator. */
export type Meant =
  | { readonly take: string }
  | { readonly giveBack: true }
  | { readonly outcome: Outcome }
  | { readonly unclear: string };

/** What the operator wants of a visit. */
export type VisitWish =
  { readonly takeAlong: { readonly limit: number; readonly hours: number } } | { readonly back: true };

const usualVisit = { limit: 20, hours: 10 };

/** `BAWA 20 10`: twenty cards, back in ten hours; `KEMBALI`. Undefined: the line is something else, an answer or a blank. */
export function readVisitWish(line: string): VisitWish | { readonly unclear: string } | undefined {
  const said = line.trim().toUpperCase();
  if (said === 'KEMBALI') return { back: true };
  const [isVisit, cards, hours] = /^BAWA(?:\s+(\d+))?(?:\s+(\d+))?$/.exec(said) ?? [];
  if (isVisit === undefined) return undefined;
  const wish = { limit: Number(cards ?? usualVisit.limit), hours: Number(hours ?? usualVisit.hours) };
  if (wish.limit < 1 || wish.limit > 200) return { unclear: 'Paling sedikit 1 dan paling banyak 200 kartu.' };
  if (wish.hours < 1 || wish.hours > 720) return { unclear: 'Paling cepat 1 jam dan paling lama 720 jam.' };
  return { takeAlong: wish };
}

export type BlankIdentity = 'printed-serial' | 'box-and-running-number';

const serial = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;
const refusals: Readonly<Record<string, string>> = {
  'blank-not-in-stock': 'Nomor itu tidak ada di persediaan stasiun ini. Periksa lagi nomornya.',
};

/** What the operator reads when something is asked of them. It is for their eyes on their own screen only. */
export function promptFor(question: Question, identity: BlankIdentity): string {
  const lines = ['', ...cardLines(question.card)];
  if (question.step === 'choose-blank') {
    if (question.refused !== undefined) lines.push(refusals[question.refused] ?? `Ditolak: ${question.refused}`);
    const what =
      identity === 'printed-serial' ? 'nomor seri blanko' : 'kotak dan nomor urut blanko (misalnya B12-00042)';
    lines.push(`Pindai atau ketik ${what}, lalu Enter. Ketik K untuk mengembalikan ke antrean.`);
  } else {
    lines.push(
      `Cetak di aplikasi resmi dengan blanko ${question.serial}, lalu periksa data, foto, dan chip.`,
      'Baik: pindai lagi blanko itu atau ketik B. Rusak: ketik R dan alasannya, misalnya "R garis putih". Blanko tidak jadi masuk: ketik T.',
    );
  }
  return `${lines.join('\n')}\n> `;
}

/** Reads a line, typed or scanned, as the answer to a question. Never guesses: what is unclear is asked again. */
export function readAnswer(question: Question, line: string): Meant {
  const said = line.trim();
  const word = said.toUpperCase();
  if (question.step === 'choose-blank') {
    if (word === 'K') return { giveBack: true };
    if (word.length >= 3 && word.length <= 32 && serial.test(word)) return { take: word };
    return { unclear: 'Itu bukan nomor blanko. Pindai lagi, atau ketik K untuk mengembalikan ke antrean.' };
  }
  if (word === 'B' || word === question.serial) return { outcome: { said: 'complete', isChecked: true } };
  if (word === 'T') return { outcome: { said: 'not-fed' } };
  const [, reason] = /^R\s+(\S.*)$/is.exec(said) ?? [];
  if (reason !== undefined) return { outcome: { said: 'spoil', reason: reason.slice(0, 200) } };
  if (word === 'R') return { unclear: 'Tulis juga alasannya, misalnya "R garis putih".' };
  if (word.length >= 3 && serial.test(word))
    return { unclear: `Itu blanko lain, bukan ${question.serial}. Kartu mana yang ada di baki?` };
  return { unclear: 'Ketik B (baik), R dan alasannya (rusak), atau T (tidak jadi masuk).' };
}

function cardLines(card: CardData | undefined): string[] {
  if (!card) return ['Kartu dari sebelum stasiun menyala ulang; lihat nomor blanko.'];
  const rows = [
    ['NIK', card.nik],
    ['Nama', card.name],
    ['Kel/Desa', card.village],
    ['Kecamatan', card.district],
  ] as const;
  return ['Kartu berikutnya', ...rows.map(([label, value]) => `  ${label.padEnd(10)}: ${value ?? '—'}`)];
}
