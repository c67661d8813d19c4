import { inflateRawSync } from 'node:zlib';

/**
 * A file inside a zip archive, such as an Excel workbook, found by the archive's own directory.
 * @param name how its path inside ends
 * @throws Error when there is none
 */
export function fileInArchive(archive: Buffer, name: string): string {
  let at = archive.indexOf('PK\u0001\u0002');
  while (at >= 0 && archive.readUInt32LE(at) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(at + 28);
    const path = archive.subarray(at + 46, at + 46 + nameLength).toString();
    if (path.endsWith(name)) {
      const local = archive.readUInt32LE(at + 42);
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      return inflateRawSync(archive.subarray(from, from + archive.readUInt32LE(at + 20))).toString();
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`there is no ${name} in the archive`);
}

/** The first sheet of a workbook as a spreadsheet would show it, row by row; an empty cell is an empty text. */
export function rowsOfWorkbook(archive: Buffer): string[][] {
  const texts = [...fileInArchive(archive, 'sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(
    ([, text = '']) => plain(text),
  );
  const rows = fileInArchive(archive, 'sheet1.xml').matchAll(/<row r="\d+"[^>]*?(?:\/>|>(.*?)<\/row>)/gs);
  return [...rows].map(([, cells = '']) => {
    const row: string[] = [];
    for (const [, letters = '', attributes = '', value = ''] of cells.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)>(?:<v>([^<]*)<\/v>)?<\/c>/g,
    ))
      row[columnOf(letters)] = attributes.includes('t="s"') ? (texts[Number(value)] ?? '') : value;
    return Array.from(row, (cell) => cell ?? '');
  });
}

/** `A` is 0, `AA` is 26. */
const columnOf = (letters: string) =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const plain = (xml: string) =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
