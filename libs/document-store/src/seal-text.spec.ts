import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { decryptField, encryptField, indexOf, needsRewrite, parseIndexKey } from './encrypt-field.js';
import { parseKeyRing } from './key-ring.js';
import { generateSealKeys, parseSealPrivateKeys, parseSealPublicKey, seal, unseal } from './seal-text.js';
import { Tampered, UnknownKey } from './sealing-errors.js';

const freshKey = (): string => randomBytes(32).toString('base64url');

/** The text with one of its last part's bits turned. */
function bent(sealed: string, at: number): string {
  const [version, keyId, body] = sealed.split('.');
  const bytes = Buffer.from(body ?? '', 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return `${version}.${keyId}.${bytes.toString('base64url')}`;
}

describe('encrypted fields', () => {
  const [old, current] = [freshKey(), freshKey()];
  const keys = parseKeyRing(current);

  it('come back whole, never look the same twice, and hide their text', () => {
    const text = 'Jalan Bahari, RT 3 · é 😀';
    const field = encryptField(keys, text, 'particulars.address:1');
    expect(decryptField(keys, field, 'particulars.address:1')).toBe(text);
    expect(encryptField(keys, text, 'particulars.address:1')).not.toBe(field);
    expect(decryptField(keys, encryptField(keys, ''))).toBe('');
  });

  it('fail to open when changed, cut, or moved to another place', () => {
    const field = encryptField(keys, 'rahasia', 'row:1');
    for (const at of [0, 12, 28, -1]) expect(() => decryptField(keys, bent(field, at), 'row:1')).toThrow(Tampered);
    for (const part of [field.slice(0, -4), field.slice(0, 20), `${field}.x`, '', 'f1', `f2${field.slice(2)}`]) {
      expect(() => decryptField(keys, part, 'row:1')).toThrow(Tampered);
    }
    expect(() => decryptField(keys, field, 'row:2')).toThrow(Tampered);
  });

  it('stay readable through a rotation, and say that they should be written anew', () => {
    const field = encryptField(parseKeyRing(old), 'lama');
    const both = parseKeyRing(`${current}, ${old}`);
    expect(decryptField(both, field)).toBe('lama');
    expect(needsRewrite(both, field)).toBe(true);
    expect(needsRewrite(both, encryptField(both, 'lama'))).toBe(false);
    expect(() => decryptField(keys, field)).toThrow(UnknownKey);
  });

  it('refuse a key of another length without repeating it', () => {
    expect(() => parseKeyRing('not-a-key-at-all')).toThrow(/^data key 1 is not 32 bytes/);
    expect(() => parseKeyRing(`${current},`)).toThrow(/^data key 2 /);
    expect(() => parseIndexKey('')).toThrow(/index key/);
  });

  it('take one key in all its spellings', () => {
    const bytes = randomBytes(32);
    const ids = (['hex', 'base64', 'base64url'] as const).map(
      (spelling) => parseKeyRing(bytes.toString(spelling)).current.id,
    );
    expect(new Set(ids).size).toBe(1);
  });
});

describe('look-up fingerprints', () => {
  it('are the HMAC-SHA256 of RFC 4231, test case 2', () => {
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(Buffer.from(indexOf(Buffer.from('Jefe'), 'what do ya want for nothing?'), 'base64url').toString('hex')).toBe(
      expected,
    );
  });

  it('are equal for equal texts under one key only', () => {
    const key = parseIndexKey(freshKey());
    expect(indexOf(key, '6503990101900001')).toBe(indexOf(key, '6503990101900001'));
    expect(indexOf(key, '6503990101900001')).not.toBe(indexOf(parseIndexKey(freshKey()), '6503990101900001'));
  });
});

describe('sealed texts', () => {
  const pair = generateSealKeys();
  const to = parseSealPublicKey(pair.publicKey);
  const own = parseSealPrivateKeys(pair.privateKey);

  it('open with the private key alone', () => {
    const sealed = seal(to, 'Mohon datang besok.', 'conversation-1');
    expect(unseal(own, sealed, 'conversation-1')).toBe('Mohon datang besok.');
    expect(seal(to, 'Mohon datang besok.', 'conversation-1')).not.toBe(sealed);
    expect(() => unseal(parseSealPrivateKeys(generateSealKeys().privateKey), sealed, 'conversation-1')).toThrow(
      UnknownKey,
    );
  });

  it('fail to open when changed, cut, forged or moved', () => {
    const sealed = seal(to, 'teks', 'a');
    for (const at of [0, 31, 32, 44, -1]) expect(() => unseal(own, bent(sealed, at), 'a')).toThrow(Tampered);
    expect(() => unseal(own, sealed, 'b')).toThrow(Tampered);
    expect(() => unseal(own, sealed.slice(0, 30), 'a')).toThrow(Tampered);
    const smallOrder = `s1.${to.id}.${Buffer.alloc(80).toString('base64url')}`;
    expect(() => unseal(own, smallOrder, 'a')).toThrow(Tampered);
  });

  it('still open after a rotation that keeps the old key behind the new one', () => {
    const sealed = seal(to, 'lama');
    const next = generateSealKeys();
    expect(unseal(parseSealPrivateKeys(`${next.privateKey},${pair.privateKey}`), sealed)).toBe('lama');
  });

  it('refuse keys that are none', () => {
    expect(() => parseSealPublicKey('abc')).toThrow(/seal public key/);
    expect(() => parseSealPrivateKeys('abc')).toThrow(/seal private key 1/);
  });
});
