// What the terminal shows while something is set up: one line a step, with its time. Needs no package.
import { SetupError } from './ports.mjs';
import { continuedSince } from './runtime.mjs';

const beginning = continuedSince ?? Date.now();

/** Seconds since the program began, for the closing line. */
export function secondsSoFar() {
  return ((Date.now() - beginning) / 1000).toFixed(1);
}

/**
 * Does one step and prints its name, what came of it and how long it took; a slow one says that it is still at work.
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<T> | T} work  note: what stands behind the name, "up to date" for example
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const start = Date.now();
  const seconds = () => ((Date.now() - start) / 1000).toFixed(1).padStart(6);
  const said = setInterval(() => print('…', name, 'still at work', seconds()), 15_000);
  let note = '';
  try {
    const result = await work((text) => (note = text));
    print('✓', name, note, seconds());
    return result;
  } catch (error) {
    print('✗', name, 'failed', seconds());
    throw error;
  } finally {
    clearInterval(said);
  }
}

/**
 * The end of a script that failed: one line for what an operator can mend, everything for what only a programmer can.
 * @param {unknown} error
 */
export function printFailure(error) {
  console.error(error instanceof SetupError ? `Loket: ${error.message}` : (systemFault(error) ?? error));
}

/** What the operating system refused, in words. @param {unknown} error */
function systemFault(error) {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const place = 'path' in error ? String(error.path) : 'a file';
  switch (error.code) {
    case 'ENOSPC':
      return `Loket: the disk is full (${place}); free some space and try again`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `Loket: no permission to write ${place}; give it to this account, or run from a folder of its own`;
    default:
      return `Loket: ${error.message}`;
  }
}

/** @param {string} mark @param {string} name @param {string} note @param {string} seconds */
function print(mark, name, note, seconds) {
  console.log(`${mark} ${name.padEnd(26)} ${note.padEnd(44)} ${seconds} s`);
}
