import { ProgramMissing } from './draw-pdf-pages.js';
import { limitOwnMemory } from './limit-own-memory.js';
import { readDocument } from './read-document.js';
import type { ReaderAnswer } from './reading.js';

// The process that opens citizens' files: one at a time, told by its parent, without keys, database or broker.

limitOwnMemory(Number(process.argv[2] ?? 512));

// Whether pages for a recogniser of text are wanted too.
const forText = process.argv[3] === 'pages';

process.on('message', (bytes: Uint8Array) => {
  void answer(bytes).then((one) => process.send?.(one));
});
process.on('disconnect', () => process.exit(0));

async function answer(bytes: Uint8Array): Promise<ReaderAnswer> {
  try {
    return await readDocument(bytes, forText);
  } catch (error) {
    if (error instanceof ProgramMissing) return { missing: error.program };
    // Out of memory, mostly: a decoder that failed like that is not trusted with another document.
    return { reading: { form: 'refused', defect: 'unreadable-file' }, copies: [], spent: true };
  }
}
