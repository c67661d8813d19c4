import type { DocumentCode } from '#civil-registry';

/** Words that a document prints about itself. The first list that is seen whole decides: a KK mentions NIKs and passports too. */
const marks: readonly (readonly [DocumentCode, readonly RegExp[]])[] = [
  ['KK', [/KARTU\s+KELUARGA/]],
  ['SURAT_KEHILANGAN', [/KEHILANGAN/, /KEPOLISIAN|POLRI|POLRES|POLSEK|LAPORAN|STPLK|SKTLK/]],
  ['ITAP', [/IZIN\s+TINGGAL\s+TETAP|PERMANENT\s+STAY|\bITAP\b/]],
  ['PASPOR', [/PASPOR|PASSPORT|P<[A-Z]{3}/]],
  ['KTP_LAMA', [/\bNIK\b/, /PROVINSI|KABUPATEN|KARTU\s+TANDA\s+PENDUDUK/, /AGAMA|PERKAWINAN|BERLAKU|GOL\W|TANDA/]],
];

/** Which document a text is from; undefined when it says nothing that only one document says. */
export function recogniseDocument(text: string): DocumentCode | undefined {
  const capitals = text.toUpperCase();
  return marks.find(([, all]) => all.every((mark) => mark.test(capitals)))?.[0];
}
