import { describe, expect, it } from '@jest/globals';
import { announcementOf, catalogue } from '#contracts';
import { eventWords } from './event-words.js';

describe('the words for events', () => {
  it('know every event of the catalogue that no state words', () => {
    const byState = new Set<string>(Object.values(announcementOf).map(({ type }) => type));
    const wordless = catalogue.map(({ type }) => type).filter((type) => !byState.has(type) && !(type in eventWords));
    expect(wordless).toEqual([]);
  });
});
