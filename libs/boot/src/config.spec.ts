import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  amqpUrl,
  base64Key,
  commaList,
  databaseUrl,
  ed25519PrivateKey,
  json,
  onOff,
  peerKeys,
  port,
  timeZone,
} from './config-pieces.js';
import { ConfigError, parseConfig } from './config.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

const schema = z.object({
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  PORT: port,
  LOKET_KEY: base64Key(32),
  LOKET_SERVICE_KEY: ed25519PrivateKey,
  LOKET_PEER_KEYS: peerKeys,
  DOCUMENT_OCR: onOff.default(false),
  TZ_OFFICE: timeZone,
  WHATSAPP_APP_SECRET: commaList,
  STATION_KEYS: json(z.record(z.string(), z.object({ office: z.string() }))),
});

const good = {
  DATABASE_URL: 'postgres://a:b@127.0.0.1:7432/loket',
  AMQP_URL: 'amqp://a:b@127.0.0.1:7672/loket',
  PORT: '7001',
  LOKET_KEY: Buffer.alloc(32, 7).toString('base64'),
  LOKET_SERVICE_KEY: pkcs8,
  LOKET_PEER_KEYS: JSON.stringify({ intake: spki }),
  TZ_OFFICE: 'Asia/Makassar',
  WHATSAPP_APP_SECRET: 'old, new',
  STATION_KEYS: '{"s1":{"office":"nunukan"}}',
};

function problems(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    parseConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the environment', () => {
  it('becomes typed values', () => {
    const config = parseConfig(schema, good);
    expect(config).toMatchObject({ PORT: 7001, DOCUMENT_OCR: false, WHATSAPP_APP_SECRET: ['old', 'new'] });
    expect(config.LOKET_KEY).toEqual(Buffer.alloc(32, 7));
    expect(config.LOKET_SERVICE_KEY.asymmetricKeyType).toBe('ed25519');
    expect(config.LOKET_PEER_KEYS.get('intake')?.map((key) => key.asymmetricKeyType)).toEqual(['ed25519']);
    const rotating = { ...good, LOKET_PEER_KEYS: JSON.stringify({ intake: [spki, spki] }) };
    expect(parseConfig(schema, rotating).LOKET_PEER_KEYS.get('intake')).toHaveLength(2);
    expect(config.STATION_KEYS).toEqual({ s1: { office: 'nunukan' } });
  });

  it('is refused with all its faults at once; empty counts as missing', () => {
    expect(
      problems({ PORT: '70000', DATABASE_URL: '', LOKET_KEY: 'c2hvcnQ=', TZ_OFFICE: 'Nunukan', DOCUMENT_OCR: 'yes' }),
    ).toEqual([
      'DATABASE_URL is missing',
      'AMQP_URL is missing',
      'PORT must be a port',
      'LOKET_KEY must be 32 bytes in base64',
      'LOKET_SERVICE_KEY is missing',
      'LOKET_PEER_KEYS is missing',
      'DOCUMENT_OCR must be on or off',
      'TZ_OFFICE must be the IANA name of a time zone',
      'WHATSAPP_APP_SECRET is missing',
      'STATION_KEYS is missing',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2hunter2';
    const bad = {
      ...good,
      DATABASE_URL: secret,
      AMQP_URL: secret,
      LOKET_KEY: secret,
      LOKET_SERVICE_KEY: secret,
      LOKET_PEER_KEYS: secret,
      STATION_KEYS: secret,
    };
    expect(problems(bad)).toHaveLength(6);
    expect(problems(bad).join()).not.toContain(secret);
    expect(problems({ ...good, LOKET_PEER_KEYS: `{"intake":"${secret}"}` })).toEqual([
      'LOKET_PEER_KEYS.intake must be an Ed25519 public key (SPKI, base64)',
    ]);
  });
});
