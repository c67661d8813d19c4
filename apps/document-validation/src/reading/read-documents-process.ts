import { writeFileSync } from 'node:fs';
import { readDocument } from './read-document.js';
import { drawPage } from './read-picture.js';
import type { OpenedDocument } from './reading.js';

// The process that opens citizens' files: one at a time, told by its parent, without keys, database or broker.

const memoryLimit = Number(process.argv[2] ?? 512) * 1024 * 1024;

try {
  // When the machine runs out of memory, this process goes first.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Not on this system.
}

// Pictures are decoded outside of the JavaScript heap, where only the resident size shows it.
setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimit) process.exit(70);
}, 50);

// Whether the pages are wanted too, for a recogniser of text.
const drawsPages = process.argv[3] === 'pages';

async function open(bytes: Uint8Array): Promise<OpenedDocument> {
  const reading = await readDocument(bytes);
  if (!drawsPages || reading.form !== 'picture') return { reading };
  return { reading, page: await drawPage(bytes) };
}

process.on('message', (bytes: Uint8Array) => {
  void open(bytes).then((opened) => process.send?.(opened));
});
process.on('disconnect', () => process.exit(0));
