import type { ServiceKind } from '#civil-registry';

/** Words by which citizens name a kind, the sloppy ones included (domain 7.2). The first row that matches counts. */
const words: readonly (readonly [RegExp, ServiceKind])[] = [
  [/\b(hilang|ilang|kehilangan|kecurian|dicuri|curi|tercecer|jatuh|ketinggalan|raib)\b/, 'HILANG'],
  [/\b(rusak|rusk|patah|pecah|retak|pudar|luntur|buram|terkelupas|mengelupas|sobek|terbakar|bengkok)\b/, 'RUSAK'],
  [/\b(ganti|ubah) foto\b/, 'GANTI_FOTO'],
  [/\b(perpanjang(an)?)\b/, 'PERPANJANG_WNA'],
  [/\bpindah( datang)?( ktp)? (wna|k?itap|orang asing|warga asing)\b/, 'PINDAH_WNA'],
  [
    /\b(pindah|datang|pulang) (datang )?dari (ln|luar negeri|malaysia|sabah|tawau|sandakan|sarawak)\b/,
    'PINDAH_DARI_LN',
  ],
  [/\b(wna|k?itap|orang asing|warga asing)\b/, 'BARU_WNA'],
  [/\bluar (domisili|daerah)\b/, 'LUAR_DOMISILI'],
  [/\b(pindah( datang)?|datang dari)\b/, 'PINDAH_DALAM_NKRI'],
  [/\b(ubah|rubah|perubahan|ganti (status|data|alamat|nama|pekerjaan)|perbaikan|koreksi)\b/, 'UBAH_DATA'],
  [/\b(pemula|baru|17 tahun|pertama|rekam|perekaman)\b/, 'BARU_WNI'],
];

/** The kind a text names, if it does. @param text as `plain` gives it */
export function kindNamedIn(text: string): ServiceKind | undefined {
  return words.find(([pattern]) => pattern.test(text))?.[1];
}

/** Every kind a text names. @param text as `plain` gives it */
export function kindsNamedIn(text: string): ServiceKind[] {
  return words.filter(([pattern]) => pattern.test(text)).map(([, kind]) => kind);
}

/** A text as it is compared: lower case, no emoji, no punctuation but `#`, laughter and long vowels shortened. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#\s-]/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
