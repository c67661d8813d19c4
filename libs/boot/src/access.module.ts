import type { KeyObject } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { ClerkAuth, CONSOLE_KEYS } from './clerk-auth.js';
import type { PeerKeys } from './config-pieces.js';
import { consoleKeys } from './console-keys.js';
import { internalFetch } from './internal-fetch.js';
import { PeerAuth, PEERS, type Peers } from './service-token.js';

export type AccessOptions = {
  /** this service, as its peers name it */
  readonly service: string;
  /** CONSOLE_JWKS_URL; needed where a route carries `@Roles` */
  readonly consoleJwksUrl?: string;
  /** LOKET_SERVICE_KEY; needed to inject INTERNAL_FETCH */
  readonly serviceKey?: KeyObject;
  /** LOKET_PEER_KEYS; needed where a route carries `@CalledBy` */
  readonly peerKeys?: PeerKeys;
};

/** Injects an {@link InternalFetch}: `@Inject(INTERNAL_FETCH) private readonly internalFetch: InternalFetch` */
export const INTERNAL_FETCH = Symbol('the client for the other services');

/** Who may call this service, and how it calls others. Imported once, in the service's root module; visible everywhere in it. */
@Module({})
export class AccessModule {
  static for({ service, consoleJwksUrl, serviceKey, peerKeys }: AccessOptions): DynamicModule {
    const providers = [
      ...(consoleJwksUrl ? [{ provide: CONSOLE_KEYS, useValue: consoleKeys(consoleJwksUrl) }, ClerkAuth] : []),
      ...(peerKeys ? [{ provide: PEERS, useValue: { service, keys: peerKeys } satisfies Peers }, PeerAuth] : []),
      ...(serviceKey ? [{ provide: INTERNAL_FETCH, useValue: internalFetch(service, serviceKey) }] : []),
    ];
    return { module: AccessModule, global: true, providers, exports: providers };
  }
}
