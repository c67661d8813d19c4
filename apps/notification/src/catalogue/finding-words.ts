import { documents, listRequirements, type ServiceKind } from '#civil-registry';
import type { Finding } from '#contracts';
import { documentName, isDocumentCode } from './phrases.js';

type Defect = Finding['defect'];

/** What is wrong, behind the document's name. */
const defects: Readonly<Record<Defect, string>> = {
  missing: 'belum ada',
  'unreadable-file': 'filenya rusak dan tidak dapat dibuka',
  'wrong-type': 'jenis filenya tidak dapat dibaca; yang dapat dibaca adalah foto (JPEG, PNG) atau PDF',
  'too-large': 'filenya terlalu besar',
  'too-many-pixels': 'ukuran gambarnya terlalu besar untuk dibuka',
  encrypted: 'filenya terkunci kata sandi',
  'active-content': 'filenya memuat program atau lampiran sehingga tidak dapat kami terima',
  infected: 'filenya mengandung virus, sehingga tidak kami buka',
  blurred: 'fotonya buram sehingga tidak terbaca',
  dark: 'fotonya terlalu gelap',
  glare: 'fotonya silau sehingga sebagian tidak terbaca',
  cropped: 'sebagian dokumen terpotong',
  'low-resolution': 'fotonya terlalu kecil sehingga tulisannya tidak terbaca',
  'not-original': 'yang terkirim bukan foto dokumen asli',
  'wrong-document': 'yang terkirim bukan dokumen ini',
  'data-differs': 'datanya berbeda dengan data permohonan',
  other: 'belum dapat kami terima',
};

/** What the citizen can do, behind "Mohon"; `howToSend` tells how this very document is sent well. */
function fix(defect: Defect, howToSend: string): string {
  switch (defect) {
    case 'missing':
      return `kirim ${howToSend}`;
    case 'encrypted':
      return `kirim tanpa kata sandi, atau kirim ${howToSend}`;
    case 'infected':
      return `jangan teruskan file itu; kirim foto baru langsung dari kamera: ${howToSend}`;
    case 'dark':
      return `foto ulang di tempat terang: ${howToSend}`;
    case 'glare':
      return `foto ulang tanpa lampu kilat: ${howToSend}`;
    case 'low-resolution':
      return `foto ulang dari dekat: ${howToSend}`;
    case 'data-differs':
      return `periksa, lalu kirim dokumen yang sesuai: ${howToSend}`;
    case 'not-original':
    case 'wrong-document':
      return `kirim yang benar: ${howToSend}`;
    case 'unreadable-file':
    case 'wrong-type':
    case 'too-large':
    case 'too-many-pixels':
    case 'active-content':
    case 'blurred':
    case 'cropped':
    case 'other':
      return `kirim ulang: ${howToSend}`;
  }
}

/** One finding in full: the document, the defect and the fix. */
export function findingWords(finding: Finding, kind: ServiceKind): string {
  const required = listRequirements(kind).find((requirement) => requirement.document === finding.document);
  const known = isDocumentCode(finding.document) ? documents[finding.document] : undefined;
  const name = required?.name ?? documentName(finding.document);
  const howToSend = required?.howToSend ?? known?.howToSend ?? 'foto dokumen asli, satu lembar penuh, dan tidak buram';
  return `*${name}*: ${defects[finding.defect]}. Mohon ${fix(finding.defect, howToSend)}.`;
}

/** The short form for a template: `Kartu Keluarga (KK): belum ada`. */
export function findingShort(finding: Finding, kind: ServiceKind): string {
  const required = listRequirements(kind).find((requirement) => requirement.document === finding.document);
  return `${required?.name ?? documentName(finding.document)}: ${defects[finding.defect]}`;
}
