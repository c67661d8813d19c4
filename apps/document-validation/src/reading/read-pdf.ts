import { inflateSync } from 'node:zlib';
import type { Reading } from './reading.js';

/** What could run, open or carry something else (PDF 32000-1, 7.11.4, 12.6.4). Long enough not to occur by chance. */
const activeNames = [
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'SubmitForm',
  'ImportData',
] as const;

const inflatedLimit = 8 * 1024 * 1024;
const unreadable: Reading = { form: 'refused', defect: 'unreadable-file' };

/**
 * Looks into a PDF without rendering it: whole from header to trailer, how many pages, encrypted, and whether anything in
 * it acts by itself. Objects hidden in compressed object streams and names written with `#` escapes are found too.
 */
export function readPdf(bytes: Uint8Array): Reading {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const end = text.lastIndexOf('%%EOF');
  // A download that was cut off has no trailer.
  if (!text.startsWith('%PDF-') || end < 0 || !/startxref\s+\d+\s+$/.test(text.slice(Math.max(0, end - 64), end))) {
    return unreadable;
  }
  const behind = text.slice(end + '%%EOF'.length);
  // A ZIP archive glued behind a PDF opens as either.
  if (behind.includes('PK\x05\x06')) return { form: 'refused', defect: 'wrong-type' };
  if (behind.length > 1024) return unreadable;

  const parts = partsOf(text);
  if (!parts) return unreadable;
  const objects = plainNames(parts.objects);
  if (/\/Encrypt(?![A-Za-z])/.test(objects)) return { form: 'pdf', pages: 0, encrypted: true, active: [] };
  const pages = objects.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  return { form: 'pdf', pages, encrypted: false, active: activeIn(objects, plainNames(text)) };
}

function activeIn(objects: string, everything: string): string[] {
  const found: string[] = activeNames.filter((name) => new RegExp(`/${name}(?![A-Za-z])`).test(everything + objects));
  // Too short to be looked for inside of pictures, where these bytes occur by chance.
  if (/\/JS(?=[\s(<])/.test(objects)) found.push('JS');
  if (/\/XFA(?=[\s\x5b\d])/.test(objects)) found.push('XFA');
  // An array only says which page to show first; ordinary word processors write it.
  if (/\/OpenAction(?!\s*\[)(?=[\s<\d])/.test(objects)) found.push('OpenAction');
  return found;
}

/** Undoes `#xx` in names: `/J#61vaScript` means `/JavaScript`. */
function plainNames(text: string): string {
  return text.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The objects of the file: all that is outside of streams, and what compressed object streams hold. */
function partsOf(text: string): { objects: string } | undefined {
  const objects: string[] = [];
  let at = 0;
  let inflated = 0;
  for (const start of text.matchAll(/(?<!end)stream\r?\n/g)) {
    if (start.index < at) continue;
    const before = text.slice(at, start.index);
    objects.push(before);
    const from = start.index + start[0].length;
    const to = text.indexOf('endstream', from);
    at = to < 0 ? text.length : to;
    const dictionary = before.slice(Math.max(0, before.lastIndexOf('obj')));
    if (!/\/ObjStm(?![A-Za-z])/.test(plainNames(dictionary))) continue;
    try {
      const held = inflateSync(Buffer.from(text.slice(from, at), 'latin1'), { maxOutputLength: inflatedLimit });
      inflated += held.length;
      if (inflated > inflatedLimit) return undefined;
      objects.push(held.toString('latin1'));
    } catch {
      // Encrypted files cannot be inflated; they are known by their trailer. Anything else that hides its objects is not read.
      if (!/\/Encrypt(?![A-Za-z])/.test(text)) return undefined;
    }
  }
  objects.push(text.slice(at));
  return { objects: objects.join('\n') };
}
