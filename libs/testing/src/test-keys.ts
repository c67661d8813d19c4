import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { services } from '#contracts';
import { generateSealKeys } from '#document-store';

function ed25519(): { privateKey: KeyObject; publicKey: KeyObject; pkcs8: string; spki: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    ...pair,
    pkcs8: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    spki: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

export interface TestKeys {
  /** Keys of the environment (LOKET_*), for the service under test; CONSOLE_JWKS_URL too. */
  readonly environment: Record<string, string>;
  readonly serviceKeys: ReadonlyMap<string, KeyObject>;
  readonly peerKeys: ReadonlyMap<string, KeyObject>;
  /** A console's token for a member of staff. */
  clerkToken(roles: readonly string[], office?: string, subject?: string): Promise<string>;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

/** All keys a service needs, and a console's JWKS page. */
export async function testKeys(service: string): Promise<TestKeys> {
  const pairs = new Map(services.map((name) => [name as string, ed25519()]));
  const consolePair = ed25519();
  const seal = generateSealKeys();
  const jwk = { ...(await exportJWK(consolePair.publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
  const own = pairs.get(service);
  if (!own) throw new Error(`no such service: ${service}`);
  return {
    jwksUrl,
    serviceKeys: new Map([...pairs].map(([name, pair]) => [name, pair.privateKey])),
    peerKeys: new Map([...pairs].map(([name, pair]) => [name, pair.publicKey])),
    environment: {
      LOKET_KEY: randomBytes(32).toString('base64'),
      LOKET_INDEX_KEY: randomBytes(32).toString('base64'),
      LOKET_SEAL_PUBLIC_KEY: seal.publicKey,
      LOKET_SEAL_PRIVATE_KEY: seal.privateKey,
      LOKET_SERVICE_KEY: own.pkcs8,
      LOKET_PEER_KEYS: JSON.stringify(Object.fromEntries([...pairs].map(([name, pair]) => [name, pair.spki]))),
      CONSOLE_JWKS_URL: jwksUrl,
    },
    clerkToken: (roles, office, subject = 'test-clerk') =>
      new SignJWT({ roles: [...roles], ...(office ? { office } : {}) })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
        .setIssuer('loket-ops-console')
        .setAudience('loket')
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(consolePair.privateKey),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
