import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal } from './journal.js';

const one = { jobId: '0198c0de-0000-7000-8000-0000000000b1', attempt: 1 };
const two = { jobId: '0198c0de-0000-7000-8000-0000000000b2', attempt: 1 };

describe('the journal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loket-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'journal.jsonl');

  it('remembers the last word on each attempt that the office has not judged', () => {
    const before = new Journal(folder);
    before.append({ what: 'asking', ...one });
    before.append({ what: 'begun', ...one, serial: 'B1-00001' });
    before.append({ what: 'asking', ...two });
    before.append({ what: 'ended', ...two, said: 'not-fed' });
    before.append({ what: 'told', ...two, verdict: 'taken' });
    before.close();
    expect(new Journal(folder).openAttempts()).toEqual([
      expect.objectContaining({ what: 'begun', ...one, serial: 'B1-00001' }),
    ]);
  });

  it('survives half a line, which had not happened yet', () => {
    const before = new Journal(folder);
    before.append({ what: 'asking', ...one });
    before.close();
    appendFileSync(file(), '{"what":"begun","jobId":"0198c0de-00');
    const after = new Journal(folder);
    expect(after.openAttempts()).toEqual([expect.objectContaining({ what: 'asking', ...one })]);
    after.append({ what: 'ended', ...one, said: 'not-fed' });
    expect(new Journal(folder).openAttempts()).toEqual([expect.objectContaining({ what: 'ended', ...one })]);
  });

  it('begins small: what is judged is not carried over', () => {
    const before = new Journal(folder);
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      before.append({ what: 'asking', jobId: one.jobId, attempt });
      before.append({ what: 'told', jobId: one.jobId, attempt, verdict: 'taken' });
    }
    before.append({ what: 'asking', ...two });
    before.close();
    new Journal(folder).close();
    expect(readFileSync(file(), 'utf8').trim().split('\n')).toHaveLength(1);
  });
});
