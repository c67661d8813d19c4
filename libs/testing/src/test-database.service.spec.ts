import { expect, it } from '@jest/globals';
import { testDatabase } from './test-database.js';

it('makes many databases at once, though their roles are the same', async () => {
  const made = await Promise.allSettled(Array.from({ length: 6 }, () => testDatabase('intake', [])));
  for (const one of made) if (one.status === 'fulfilled') await one.value.close();
  expect(made.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
});
