import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { problemsOfLock } from '../scripts/check-dependencies.mjs';

const good = { integrity: 'sha512-abc', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' };
const problems = (name: string, more: object) =>
  problemsOfLock({ lockfileVersion: 3, packages: { '': {}, [`node_modules/${name}`]: { ...good, ...more } } });

describe('the packages of a lockfile', () => {
  it('are refused with a hash that is missing, another source, or an install script that nobody has looked at', () => {
    expect(problems('a', {})).toEqual([]);
    expect(problems('a', { resolved: undefined })).toEqual([]);
    expect(problems('a', { integrity: undefined })).toHaveLength(1);
    expect(problems('a', { integrity: 'sha1-abc' })).toHaveLength(1);
    expect(problems('a', { resolved: 'https://registry.npmjs.org.evil.example/a.tgz' })).toHaveLength(1);
    expect(problems('a', { resolved: 'git+ssh://git@github.com/a/a.git' })).toHaveLength(1);
    expect(problems('a', { hasInstallScript: true })).toHaveLength(1);
    expect(problems('b/node_modules/@swc/core', { hasInstallScript: true })).toEqual([]);
    expect(problemsOfLock({ lockfileVersion: 3, packages: { 'libs/a': { link: true } } })).toHaveLength(1);
    expect(problemsOfLock({ lockfileVersion: 1, packages: {} })).toHaveLength(1);
  });

  it('of ours are all as they should be', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Parameters<typeof problemsOfLock>[0];
    expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
    expect(problemsOfLock(lock)).toEqual([]);
  });
});
