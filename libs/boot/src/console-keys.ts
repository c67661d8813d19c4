import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { fetch } from 'undici';
import { logger } from '#observability';

const refreshEvery = 10 * 60_000;

/**
 * The console's public signing keys. They are read once and kept: while the console is down, tokens it issued before still hold.
 * A refresh in the background every ten minutes, and at once for an unknown key, follows the console's rotation.
 *
 * @param url CONSOLE_JWKS_URL
 * @returns a key finder for jose's `jwtVerify`
 */
export function consoleKeys(url: string): JWTVerifyGetKey {
  const log = logger('console-keys');
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: 2_000,
    timeoutDuration: 3_000,
    [customFetch]: (address, { method, headers, signal }) => fetchKeys(address, method, headers, signal),
  });
  let refreshed = performance.now();
  return async (header, token) => {
    const key = await keys(header, token);
    if (performance.now() - refreshed > refreshEvery) {
      refreshed = performance.now();
      keys.reload().catch(() => log.warn('The console does not answer; its last known keys stay in use'));
    }
    return key;
  };
}

/** Whether an error of the key finder means that the console could not be asked (and not that the token is bad). */
export function meansNoKeys(error: unknown): boolean {
  return (
    error instanceof errors.JWKSTimeout ||
    !(error instanceof errors.JOSEError) ||
    error.constructor === errors.JOSEError
  );
}

async function fetchKeys(address: string, method: string, headers: Headers, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(address, { method, headers: Object.fromEntries(headers), signal, redirect: 'manual' });
  return new Response(await answer.text(), { status: answer.status });
}
