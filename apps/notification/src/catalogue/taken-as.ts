import { documents } from '#civil-registry';
import { documentName, isDocumentCode } from './phrases.js';
import type { Choice, Menu } from './menu.js';

/**
 * What each photo is taken for, by its place, and how to say that it is something else; nothing where nobody guessed.
 * @param codes document codes by place, null or '' where a photo is taken for nothing
 */
export function takenAs(codes: readonly (string | null)[]): string[] {
  const lines = codes.map((code, index) => `Foto ${index + 1}: ${code ? documentName(code) : 'belum dikenali'}`);
  if (lines.length === 0) return [];
  return [...lines, 'Bila keliru, balas nomor foto dan nama dokumennya, misalnya *FOTO 1 KK*.'];
}

/** What one photo may be instead, to choose from. */
export function isInstead(nth: string, others: readonly string[]): Menu | undefined {
  const [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth] = others
    .filter(isDocumentCode)
    .map((code): Choice => ({
      words: `FOTO ${nth} ${documents[code].called.toUpperCase()}`,
      title: `Ini ${documents[code].called}`,
    }));
  return (
    first && {
      kind: 'list',
      button: 'Bukan itu?',
      choices: [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth],
    }
  );
}
