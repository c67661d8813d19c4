import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const strict = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
};

function headers(directives: Record<string, string[]>) {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'no-referrer' },
    // The office's proxy ends TLS and says this; on loopback it would lock out other local servers.
    strictTransportSecurity: false,
  });
}

/** Strict headers on every answer. Only the OpenAPI page may carry inline styles, which its viewer cannot do without. */
export function secureHeaders(): (request: Request, response: Response, next: NextFunction) => void {
  const everywhere = headers(strict);
  const docs = headers({ ...strict, 'style-src': ["'self'", "'unsafe-inline'"] });
  return (request, response, next) => (/^\/docs(\/|$)/.test(request.path) ? docs : everywhere)(request, response, next);
}
