import { createHash, createPublicKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { exportJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import { CONFIG, type Config } from '../config.js';
import type { Person } from './account.row.js';

/** Seconds; a disabled account ends with it everywhere. */
export const tokenLife = 300;

/** Signs the staff's tokens: EdDSA, five minutes. The other services verify them with the keys of `jwks()`. */
@Injectable()
export class ConsoleTokens {
  private readonly publicJwk: Promise<JWK & { kid: string }>;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.publicJwk = publicJwkOf(config);
  }

  async issue(person: Person): Promise<string> {
    const { kid } = await this.publicJwk;
    return new SignJWT({ roles: person.roles, ...(person.office === null ? {} : { office: person.office }) })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setIssuer('loket-ops-console')
      .setAudience('loket')
      .setSubject(person.username)
      .setIssuedAt()
      .setExpirationTime(`${tokenLife}s`)
      .sign(this.config.LOKET_CONSOLE_KEY);
  }

  async jwks(): Promise<JSONWebKeySet> {
    return { keys: [await this.publicJwk] };
  }
}

/** The public half; its id is made from the key itself, so that a new key is a new id. */
export async function publicJwkOf(config: Pick<Config, 'LOKET_CONSOLE_KEY'>): Promise<JWK & { kid: string }> {
  const jwk = await exportJWK(createPublicKey(config.LOKET_CONSOLE_KEY));
  const kid = createHash('sha256').update(String(jwk.x)).digest('base64url').slice(0, 16);
  return { ...jwk, kid, alg: 'EdDSA', use: 'sig' };
}
