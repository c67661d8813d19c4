import type { NextFunction, Request, Response } from 'express';
import { histogram } from '#observability';

const unmeasured = /^\/(health|metrics|docs)/;

/** Times every request by route pattern (never by address: an address may hold a code or an id). */
export function measureRequests(): (request: Request, response: Response, next: NextFunction) => void {
  const seconds = histogram('loket_http_request_seconds', 'Time to answer a request', ['method', 'route', 'status']);
  return (request, response, next) => {
    if (unmeasured.test(request.path)) return next();
    const began = performance.now();
    response.once('finish', () => {
      const route = typeof request.route?.path === 'string' ? request.route.path : 'none';
      seconds.observe(
        { method: request.method, route, status: String(response.statusCode) },
        (performance.now() - began) / 1000,
      );
    });
    next();
  };
}
