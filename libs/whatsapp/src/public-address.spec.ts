import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, lookupPublic } from './public-address.js';

describe('isPublicAddress', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ])('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(['::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1'])(
    'refuses %s',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  it.each(['157.240.1.1', '172.32.0.1', '2a03:2880:f12f::1', '::ffff:157.240.1.1'])('lets %s pass', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('lookupPublic', () => {
  it.each([true, false])('refuses a name that leads to ourselves (all: %s)', async (all) => {
    const code = await new Promise((resolve) => lookupPublic('localhost', { all }, (error) => resolve(error?.code)));
    expect(code).toBe('EPRIVATE');
  });
});
