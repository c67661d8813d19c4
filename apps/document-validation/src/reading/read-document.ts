import { fileTypeFromBuffer } from 'file-type';
import { readPdf } from './read-pdf.js';
import { readPicture } from './read-picture.js';
import type { Reading } from './reading.js';

/**
 * Opens a citizen's file by what it contains, never by its name. Runs in a process of its own: a hostile file may take
 * that process down, not the service.
 */
export async function readDocument(bytes: Uint8Array): Promise<Reading> {
  if (bytes.length === 0) return { form: 'refused', defect: 'unreadable-file' };
  const found = await fileTypeFromBuffer(bytes);
  switch (found?.mime) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      return readPicture(bytes, found.mime);
    case 'image/apng':
      return readPicture(bytes, 'image/png');
    case 'application/pdf':
      return readPdf(bytes);
    default:
      return { form: 'refused', defect: 'wrong-type' };
  }
}
