import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { ApiProblems, ProblemError } from '#boot';

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const ownName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * The desk needs no PIN because only this machine reaches it: whoever sits here can put cards into the printer anyway.
 * The host name is checked too, and an act needs a header that other sites cannot send, so that no page in the
 * operator's browser acts in their place.
 */
@Injectable()
export class FromThisMachine implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const isHere = loopback.test(request.socket.remoteAddress ?? '') && ownName.test(request.headers.host ?? '');
    const isOurs = request.method === 'GET' || request.headers['x-loket-desk'] === '1';
    if (!isHere || !isOurs)
      throw new ProblemError(403, 'only-at-the-station', 'The desk is used on the station itself');
    return true;
  }
}

/** Guards the routes of the desk. */
export const OnThisMachine = (): MethodDecorator & ClassDecorator =>
  applyDecorators(UseGuards(FromThisMachine), ApiProblems({ 403: 'only-at-the-station' }));
