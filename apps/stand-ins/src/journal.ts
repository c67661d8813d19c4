import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * An append-only file of JSON lines: what a stand-in really received and did. Each line is written before the answer goes out,
 * so that killing the stand-in loses no proof. A half-written last line (power cut) is left out.
 */
export interface Journal<Line> {
  append(line: Line): void;
  lines(): readonly Line[];
  /** What comes later is dropped: a stopped stand-in writes no more. */
  close(): void;
}

export function openJournal<Schema extends z.ZodType>(file: string, schema: Schema): Journal<z.infer<Schema>> {
  mkdirSync(dirname(file), { recursive: true });
  const lines: z.infer<Schema>[] = existsSync(file) ? readLines(file, schema) : [];
  let open = true;
  return {
    append(line) {
      if (!open) return;
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      lines.push(line);
    },
    lines: () => lines,
    close: () => {
      open = false;
    },
  };
}

function readLines<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema>[] {
  const content = readFileSync(file, 'utf8');
  // The next line must not be glued to a torn one.
  if (content !== '' && !content.endsWith('\n')) appendFileSync(file, '\n');
  return content.split('\n').flatMap((text) => {
    if (text === '') return [];
    const parsed = schema.safeParse(parse(text));
    return parsed.success ? [parsed.data] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
