import { describe, expect, it } from '@jest/globals';
import { templateNews } from './template-news.js';

describe('a change of a template', () => {
  it.each([
    ['status:APPROVED', 'usable'],
    ['status:REINSTATED', 'usable'],
    ['status:PAUSED', 'unusable'],
    ['status:DISABLED', 'unusable'],
    ['status:REJECTED', 'unusable'],
    ['PAUSED', 'unusable'],
    ['category:MARKETING', 'look'],
    ['category:UTILITY', 'fine'],
    ['quality:RED', 'look'],
    ['quality:YELLOW', 'look'],
    ['quality:GREEN', 'fine'],
    ['status:SOMETHING_NEW', 'look'],
    ['status:unknown', 'look'],
  ] as const)('%s: %s', (change, means) => {
    expect(templateNews(change)).toBe(means);
  });
});
