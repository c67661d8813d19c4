import { describe, expect, it } from '@jest/globals';
import { fullDiskOf, noteFullDisk } from './full-disk.js';
import { metrics } from './metrics.js';

const coded = (code: unknown) => Object.assign(new Error('x'), { code });

describe('a disk that takes nothing more', () => {
  it.each([
    [coded('53100'), 'database'],
    [coded('58030'), 'database'],
    [coded('ENOSPC'), 'folder'],
    [coded('EROFS'), 'folder'],
    [coded('57P01'), undefined],
    [coded('toString'), undefined],
    [coded(53100), undefined],
    [undefined, undefined],
  ] as const)('%s is told by its code: %s', (error, place) => expect(fullDiskOf(error)).toBe(place));

  it('is counted each time', async () => {
    expect([noteFullDisk(coded('ENOSPC'), 0), noteFullDisk(coded('ENOSPC'), 1), noteFullDisk(coded('x'), 2)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await metrics.getSingleMetricAsString('loket_disk_full_total')).toMatch(/place="folder"\S* 2/);
  });
});
