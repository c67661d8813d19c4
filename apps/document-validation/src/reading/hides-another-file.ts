import { fileTypeFromBuffer } from 'file-type';

/** Readers of PDF look for its beginning in so many bytes. */
const pdfBeginsWithin = 1024;
/** A ZIP archive is read from its end: a record of 22 bytes and a remark. */
const zipEnd = Buffer.from('PK\x05\x06', 'latin1');
const zipEndBytes = 22;
const zipRemarkAtMost = 65_535;

/**
 * Whether a picture is another file as well (a polyglot): a PDF begins inside its head, an archive or a program is glued
 * behind it, or a page of markup. Phones glue more pictures and short films behind their photos: those are no harm, and the
 * copy that is kept does not have them.
 */
export async function hidesAnotherFile(bytes: Uint8Array): Promise<boolean> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, pdfBeginsWithin).includes('%PDF-')) return true;
  if (endsAsZip(file)) return true;
  const end = endOfPicture(file);
  if (end === undefined || file.length - end < 4) return false;
  const behind = file.subarray(end);
  if (/^\s*(<[!?a-z%]|#!|%PDF-|MZ)/i.test(behind.toString('latin1', 0, 256))) return true;
  const found = await fileTypeFromBuffer(behind);
  return found !== undefined && !/^(image|video)\//.test(found.mime);
}

/** Java and every unpacker find an archive by the record at its end, whatever stands before it. */
function endsAsZip(file: Buffer): boolean {
  const from = Math.max(0, file.length - zipEndBytes - zipRemarkAtMost);
  for (let at = file.indexOf(zipEnd, from); at >= 0; at = file.indexOf(zipEnd, at + 1)) {
    if (at + zipEndBytes > file.length) return false;
    const directory = file.readUInt32LE(at + 12);
    if (at + zipEndBytes + file.readUInt16LE(at + 20) <= file.length && directory <= at) return true;
  }
  return false;
}

/** Where the picture itself is over; undefined where that cannot be told. */
function endOfPicture(file: Buffer): number | undefined {
  if (file.readUInt16BE(0) === 0xffd8) return endOfJpeg(file);
  if (file.toString('latin1', 1, 4) === 'PNG') return endOfPng(file);
  if (file.toString('latin1', 8, 12) === 'WEBP') return 8 + file.readUInt32LE(4) + (file.readUInt32LE(4) % 2);
  return undefined;
}

function endOfJpeg(file: Buffer): number | undefined {
  let at = 2;
  while (at + 4 <= file.length) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else at += 2 + file.readUInt16BE(at + 2);
    if (marker === 0xda) at = endOfScan(file, at);
  }
  return file[at] === 0xff && file[at + 1] === 0xd9 ? at + 2 : undefined;
}

/** The picture's data run to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at >= 0) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = file.indexOf(0xff, at + 1);
  }
  return file.length;
}

function endOfPng(file: Buffer): number | undefined {
  let at = 8;
  while (at + 12 <= file.length) {
    const next = at + 12 + file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return next;
    at = next;
  }
  return undefined;
}
