import { fileTypeFromBuffer } from 'file-type';
import { decodeHeic } from './decode-heic.js';
import { drawPdfPages } from './draw-pdf-pages.js';
import { hidesAnotherFile } from './hides-another-file.js';
import { readPdf } from './read-pdf.js';
import { drawCopy, drawPage, readPicture } from './read-picture.js';
import { pageLimit } from '../checks/has-too-many-pages.js';
import type { OpenedDocument, PictureType, Reading } from './reading.js';

/**
 * Opens a citizen's file by what it contains, never by its name, and draws the copy that people look at. Runs in a process
 * of its own: a hostile file may take that process down, not the service.
 * @param forText whether a page for a recogniser of text is wanted as well
 * @throws ProgramMissing, for which no document is to blame; Error when it needs more memory than there is
 */
export async function readDocument(bytes: Uint8Array, forText: boolean): Promise<OpenedDocument> {
  if (bytes.length === 0) return refused('unreadable-file');
  const found = await typeOf(bytes);
  switch (found) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      if (await hidesAnotherFile(bytes)) return refused('wrong-type');
      return openPicture(bytes, found, forText);
    case 'image/heic':
    case 'image/heif':
      if (await hidesAnotherFile(bytes)) return refused('wrong-type');
      return openHeic(bytes, forText);
    case 'application/pdf':
      return openPdf(bytes);
    default:
      return refused('wrong-type');
  }
}

/** Some files make the recogniser of types stumble over their own end: those are no documents. */
async function typeOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    return undefined;
  }
}

async function openPicture(bytes: Uint8Array, type: PictureType, forText: boolean): Promise<OpenedDocument> {
  const reading = await readPicture(bytes, type);
  if (reading.form !== 'picture') return { reading, copies: [] };
  const copies = [await drawCopy(bytes)];
  return { reading, copies, ...(forText ? { page: await drawPage(bytes) } : {}) };
}

async function openHeic(bytes: Uint8Array, forText: boolean): Promise<OpenedDocument> {
  try {
    const jpeg = await decodeHeic(bytes);
    if (!(jpeg instanceof Uint8Array)) return { reading: jpeg, copies: [] };
    return await openPicture(jpeg, 'image/heic', forText);
  } catch {
    return { ...refused('unreadable-file'), spent: true };
  }
}

async function openPdf(bytes: Uint8Array): Promise<OpenedDocument> {
  const reading = readPdf(bytes);
  if (reading.form !== 'pdf' || reading.encrypted || reading.active.length > 0) return { reading, copies: [] };
  if (reading.pages === 0 || reading.pages > pageLimit) return { reading, copies: [] };
  const copies = await drawPdfPages(bytes, reading.pages);
  return copies ? { reading, copies } : refused('unreadable-file');
}

function refused(defect: Extract<Reading, { form: 'refused' }>['defect']): OpenedDocument {
  return { reading: { form: 'refused', defect }, copies: [] };
}
