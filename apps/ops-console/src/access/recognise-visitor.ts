import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { answer, ProblemError } from '#boot';
import { isPage } from '../pages/addresses.js';
import { type Visitor, isOwnAct, type Sessions } from './sessions.js';

const visitors = new WeakMap<Request, Visitor>();

/**
 * Finds out who looks at a page or calls through `/api/`, before any route. A page without a session leads to the sign-in; a
 * call without one is 401, and an act that does not come from a page of this session is 403.
 */
export function recogniseVisitor(sessions: Sessions): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    const isCall = request.path.startsWith('/api/') || request.path === '/keluar';
    if (!isCall && !isPage(request.path)) return next();
    const visitor = await sessions.visitorOf(request);
    response.setHeader('Cache-Control', 'no-store');
    if (!visitor) {
      if (isCall) return answer(response, new ProblemError(401, 'not-signed-in', 'Sign in to the console first'));
      return response.redirect(303, '/masuk');
    }
    if (isCall && request.method !== 'GET' && !isOwnAct(request, visitor)) {
      return answer(
        response,
        new ProblemError(403, 'foreign-act', 'This act does not come from a page of your session'),
      );
    }
    visitors.set(request, visitor);
    next();
  };
}

/** Who makes this request. Throws on a path that nobody guards: a mistake of ours. */
export function visitorOf(request: Request): Visitor {
  const visitor = visitors.get(request);
  if (!visitor) throw new Error('This path reads its visitor but is not recognised');
  return visitor;
}
