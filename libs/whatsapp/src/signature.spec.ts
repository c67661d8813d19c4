import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answerChallenge, escapeAsMeta, verifySignature } from './signature.js';

const folder = join(process.cwd(), 'libs/whatsapp/test-data');
const vector: { app_secret: string; x_hub_signature_256: string } = JSON.parse(
  readFileSync(join(folder, 'sig_vector.json'), 'utf8'),
);
const wire = readFileSync(join(folder, 'sig_escaped_wire_body.bin'));
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const secrets = [vector.app_secret];

describe('verifySignature', () => {
  it('accepts the published vector over the bytes as received', () => {
    expect(verifySignature(wire, vector.x_hub_signature_256, secrets)).toEqual({ valid: true, form: 'raw' });
  });

  it('refuses the same body parsed and written again', () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(wire.toString('utf8'))));
    expect(verifySignature(again, sign(wire, 'other'), secrets)).toEqual({ valid: false, reason: 'mismatch' });
    const ascii = Buffer.from(JSON.stringify({ a: 'x@y/z' }));
    expect(verifySignature(ascii, sign(escapeAsMeta(ascii.toString()), vector.app_secret), secrets)).toMatchObject({
      valid: false,
    });
  });

  it('tries the escaped form when the body has bytes beyond ASCII, and says so', () => {
    const utf8 = Buffer.from(JSON.stringify(JSON.parse(wire.toString('utf8'))));
    expect(verifySignature(utf8, vector.x_hub_signature_256, secrets)).toEqual({ valid: true, form: 'escaped' });
  });

  it('takes either of two secrets while rotating', () => {
    for (const secret of ['old', 'new']) {
      expect(verifySignature(wire, sign(wire, secret), ['new', 'old']).valid).toBe(true);
    }
    expect(verifySignature(wire, sign(wire, 'gone'), ['new', 'old']).valid).toBe(false);
    expect(verifySignature(wire, sign(wire, ''), ['']).valid).toBe(false);
  });

  it.each([
    ['missing', undefined],
    ['missing', ''],
    ['malformed', vector.x_hub_signature_256.replace('sha256=', 'sha1=')],
    ['malformed', vector.x_hub_signature_256.slice(0, -2)],
    ['malformed', `${vector.x_hub_signature_256}00`],
    ['malformed', 'sha256='],
  ])('a header that is %s fails', (reason, header) => {
    expect(verifySignature(wire, header, secrets)).toEqual({ valid: false, reason });
  });

  it('sees one flipped bit anywhere', () => {
    for (let place = 0; place < wire.length; place += 37) {
      const flipped = Buffer.from(wire);
      flipped[place] = (flipped[place] ?? 0) ^ 1;
      expect(verifySignature(flipped, vector.x_hub_signature_256, secrets).valid).toBe(false);
    }
  });
});

describe('answerChallenge', () => {
  const asked = { mode: 'subscribe', token: 'rahasia', challenge: '<b>1158201444</b>' };

  it('gives the challenge back as it came', () => {
    expect(answerChallenge(asked, 'rahasia')).toBe('<b>1158201444</b>');
  });

  it.each([
    ['another token', { ...asked, token: 'rahasi' }],
    ['another mode', { ...asked, mode: 'unsubscribe' }],
    ['no token', { ...asked, token: undefined }],
    ['no challenge', { ...asked, challenge: undefined }],
  ])('refuses %s', (_, query) => {
    expect(answerChallenge(query, 'rahasia')).toBeUndefined();
  });

  it('refuses everything while no token is configured', () => {
    expect(answerChallenge({ ...asked, token: '' }, '')).toBeUndefined();
  });
});
