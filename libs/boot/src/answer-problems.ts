import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { currentTraceId, logger, noteFullDisk } from '#observability';
import type { Request, Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { internalError, ProblemError, problemOf, refusal } from './problem.js';
import { methodsAt } from './methods-at.js';

const log = logger('http');

/** Answers every error of a route as a problem. Errors of message handlers pass through untouched: the broker side judges them. */
@Catch()
export class AnswerProblems implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void | Observable<never> {
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = understood(error, request);
    if (problem.status >= 500 && !(error instanceof ProblemError)) {
      log.error({ err: error, method: request.method, route: routeOf(request) }, 'A request failed unexpectedly');
    }
    if (response.headersSent) {
      // Too late for an answer: cutting the connection tells the caller that what he has is not whole.
      response.destroy();
      return;
    }
    answer(response, problem);
  }
}

/** Writes a problem as the answer; for the few places outside of Nest's routes. */
export function answer(response: Response, problem: ProblemError): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(problem, currentTraceId())));
}

function understood(error: unknown, request: Request): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isAway(error)) return refusal(503);
  if (!(error instanceof HttpException)) return internalError();
  // Express' parser says which of its refusals it was in the cause.
  const cause = error.cause;
  if (cause instanceof SyntaxError) return new ProblemError(400, 'malformed-json', 'The body is not valid JSON');
  if (error.getStatus() === 404 && request.route === undefined) return noSuchRoute(request);
  return refusal(error.getStatus());
}

/** A neighbour, the store of documents, or room on a disk is missing: it passes, and the same request may then be made again. */
function isAway(error: unknown): boolean {
  if (noteFullDisk(error)) return true;
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'peer-away';
}

function noSuchRoute(request: Request): ProblemError {
  const allow = methodsAt(request);
  if (allow.length === 0) return refusal(404);
  const { code, title } = refusal(405);
  return new ProblemError(405, code, title, undefined, {}, { Allow: allow.join(', ') });
}

function routeOf(request: Request): string {
  return typeof request.route?.path === 'string' ? request.route.path : 'none';
}
