import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is a small filesystem of its own, and can be filled to its last byte. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  /** Bytes that a write may still take. */
  room(): number;
}

/** Why no small filesystem can be had here: to mount one takes an administrator, and a machine that lets them. */
export function missingForSmallDisks(): string | undefined {
  if (process.getuid?.() !== 0) return 'an administrator';
  const tried = mkdtempSync(join(tmpdir(), 'loket-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tried]).status === 0;
  if (mounted) execFileSync('umount', [tried]);
  rmSync(tried, { recursive: true });
  return mounted ? undefined : 'the right to mount a filesystem';
}

/** Makes a folder a filesystem of its own. @param megabytes its size; the memory is used only as it fills */
export function smallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  const filler = join(folder, '.filler');
  const room = () => {
    const [, free = '0'] = execFileSync('df', ['--output=avail', '--block-size=1', folder], { encoding: 'utf8' }).split(
      '\n',
    );
    return Number(free);
  };
  return {
    room,
    fill: () => {
      const file = openSync(filler, 'a');
      // Ever smaller pieces: nothing is left over, not even a page.
      for (const piece of [1 << 20, 1 << 12, 1]) {
        const bytes = Buffer.alloc(piece, 120);
        try {
          for (;;) if (writeSync(file, bytes) === 0) break;
        } catch (error) {
          // Not `instanceof Error`: it comes from outside of the test's own world.
          if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'ENOSPC') throw error;
        }
      }
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
  };
}

/** Unmounts every small disk below a folder, also what an earlier, killed run has left. @param prefix of paths */
export function removeSmallDisks(prefix: string): void {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(prefix) && existsSync(path));
  for (const path of mounts) execFileSync('umount', ['--lazy', path]);
}
