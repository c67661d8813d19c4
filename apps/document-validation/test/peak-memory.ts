import { readdirSync, readFileSync } from 'node:fs';

/**
 * Watches all processes below this one until it is stopped, every few milliseconds. The kernel keeps each one's highest
 * resident size itself, so that only the last moment of one that dies can be missed.
 */
export function watchPeakMemory(): { stop(): { readonly name: string; readonly megabytes: number } } {
  let highest = { name: 'none', megabytes: 0 };
  const look = () => {
    for (const pid of processesBelow(process.pid)) {
      const { name, kilobytes } = peakOf(pid);
      if (kilobytes / 1024 > highest.megabytes) highest = { name, megabytes: Math.round(kilobytes / 1024) };
    }
  };
  const timer = setInterval(look, 3);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return highest;
    },
  };
}

/** All processes that this one, or one of those, has started and that still run. */
export function processesBelow(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1')
        .split(' ')
        .filter((child) => child !== '')
        .flatMap((child) => [Number(child), ...processesBelow(Number(child))]),
    );
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Name and highest resident size of a process; without a name it has ended. */
export function peakOf(pid: number): { name: string; kilobytes: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return {
      name: /Name:\s+(.+)/.exec(status)?.[1] ?? '',
      kilobytes: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0),
    };
  } catch {
    return { name: '', kilobytes: 0 };
  }
}
