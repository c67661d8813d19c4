import type { ServiceKind } from '#civil-registry';
import { answerWords } from '../name-wishes.js';
import { readRequestLine } from '../read-request-line.js';
import type { Label } from './labels.js';
import { type JudgeText, learnedJudge } from './learned/messages.js';
import type { Route } from './route.js';
import { weighWishes } from './weigh-wishes.js';

/** Characters that nobody sees: joiners, direction marks, soft hyphens. A forwarded text is full of them. */
const unseen = /\p{Cf}/gu;

/** Longer texts are cut: no wish needs more, and nobody shall keep the reader busy. */
const mostCharacters = 1_500;

/** The numbers of the menu in the greeting, and the words that answers offer: said alone, each is its own wish. */
const menu: ReadonlyMap<string, Label> = new Map([
  ...answerWords.map(([label, word]) => [keyOf(word), label] as const),
  ...Object.entries({
    '1': 'INFO_SYARAT_BARU',
    '2': 'AJUKAN_HILANG',
    '3': 'CEK_STATUS',
    '4': 'INFO_REKAM',
    '5': 'INFO_BLANGKO',
    '6': 'PENGADUAN',
    '0': 'MINTA_PETUGAS',
    petugas: 'MINTA_PETUGAS',
    admin: 'SAPAAN',
    syarat: 'INFO_SYARAT_BARU',
    persyaratan: 'INFO_SYARAT_BARU',
    menu: 'SAPAAN',
    // Single words that mean one thing at this counter, however little they say elsewhere.
    pemula: 'INFO_SYARAT_BARU',
    cek: 'CEK_STATUS',
    tiket: 'CEK_STATUS',
    alamat: 'INFO_JADWAL_LOKASI',
    jam: 'INFO_JADWAL_LOKASI',
    kantor: 'INFO_JADWAL_LOKASI',
    stok: 'INFO_BLANGKO',
    lapor: 'PENGADUAN',
    stop: 'BATAL',
    kk: 'LAYANAN_LAIN',
    cs: 'MINTA_PETUGAS',
    operator: 'MINTA_PETUGAS',
    orang: 'MINTA_PETUGAS',
    digital: 'INFO_IKD',
    puas: 'SURVEI',
    kirim: 'KIRIM_BERKAS',
  } satisfies Record<string, Label>),
]);

function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const lineLabels: Readonly<Record<ServiceKind, Label>> = {
  BARU_WNI: 'AJUKAN_BARU',
  BARU_WNA: 'AJUKAN_WNA',
  PINDAH_DALAM_NKRI: 'AJUKAN_PINDAH',
  PINDAH_DARI_LN: 'AJUKAN_PINDAH',
  PINDAH_WNA: 'AJUKAN_WNA',
  UBAH_DATA: 'AJUKAN_UBAH_DATA',
  PERPANJANG_WNA: 'AJUKAN_WNA',
  HILANG: 'AJUKAN_HILANG',
  RUSAK: 'AJUKAN_RUSAK',
  LUAR_DOMISILI: 'AJUKAN_LUAR_DOMISILI',
  GANTI_FOTO: 'AJUKAN_UBAH_DATA',
};

/** Reads what a citizen's text wants (labels of domain 7.3); takes any text. The judge is the one that learned all messages. */
export function routeMessage(text: string, judge: JudgeText = learnedJudge()): Route {
  const said = text.slice(0, mostCharacters).normalize('NFKC').replace(unseen, '').trim();
  const chosen = menu.get(keyOf(said));
  if (chosen !== undefined) return sure(chosen, 'menu number');
  if (/^[1-4](\D{0,3}[1-4]){3,}\D{0,3}$/.test(said)) return sure('SURVEI', 'a row of marks from 1 to 4');
  const line = readRequestLine(said, () => false);
  if (line?.kind !== undefined && (line.nik ?? line.familyCard) !== undefined) {
    return sure(lineLabels[line.kind], 'request line');
  }
  return weighWishes(said, judge);
}

function sure(label: Label, reason: string): Route {
  return { label, others: [], confidence: 1, because: [reason] };
}
