import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const megabyte = 1024 * 1024;
/** What the process may need beside the document while it fails: V8's own room, stacks that are touched for the first time. */
const spareBytes = 48 * megabyte;
const lookEveryMs = 20;

/**
 * Keeps this process below a resident size. The kernel refuses memory above it, even in the middle of a decoder that gives
 * the event loop no turn; where there is no such kernel, a look every 20 ms is what there is.
 */
export function limitOwnMemory(limitMb: number): void {
  const limit = limitMb * megabyte;
  try {
    // When the machine runs out of memory, this process goes first.
    writeFileSync('/proc/self/oom_score_adj', '1000');
    // Much of what is reserved at the start is never touched: only what is added to it counts.
    const reserved = Number(/VmData:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
    const left = Math.max(spareBytes, limit - process.memoryUsage.rss() - spareBytes);
    spawnSync('prlimit', ['--pid', String(process.pid), `--data=${reserved + left}`, '--core=0'], { stdio: 'ignore' });
  } catch {
    // Not on this system.
  }
  setInterval(() => {
    if (process.memoryUsage.rss() > limit) process.exit(70);
  }, lookEveryMs);
}
