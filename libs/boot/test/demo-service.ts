import { Controller, Get, HttpCode, Module, Post, Req, type RawBodyRequest, type Type } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import {
  AccessModule,
  ApiZodResponse,
  CalledBy,
  callerOf,
  clerkOf,
  ProblemError,
  Roles,
  ZodBody,
  ZodParams,
  ZodQuery,
  type PeerKeys,
} from '#boot';

export const order = z.strictObject({
  kind: z.enum(['HILANG', 'RUSAK']),
  copies: z.int().min(1).max(3),
  note: z.string().optional(),
});
const page = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20), after: z.string().optional() });
const byId = z.object({ id: z.uuid() });
const answer = z.object({ id: z.string(), kind: z.string() });

@Controller()
class Counter {
  @Post('orders')
  @ApiZodResponse(201, answer, 'taken in')
  take(@ZodBody(order) body: z.infer<typeof order>) {
    return { id: '1', kind: body.kind };
  }

  @Get('orders')
  list(@ZodQuery(page) query: z.infer<typeof page>) {
    return query;
  }

  @Get('orders/:id')
  show(@ZodParams(byId) { id }: z.infer<typeof byId>) {
    throw new ProblemError(404, 'order-not-found', 'There is no such order', undefined, { orderId: id });
  }

  @Get('broken')
  broken() {
    throw new Error('secret of the house 6503990101900001');
  }

  @Roles('reviewer', 'head')
  @Get('reviews')
  reviews(@Req() request: Request) {
    return clerkOf(request);
  }

  @CalledBy('document-validation')
  @Get('internal/particulars')
  particulars(@Req() request: Request) {
    return { caller: callerOf(request), traceparent: request.headers['traceparent'] ?? null };
  }

  @Post('webhooks/whatsapp')
  @HttpCode(200)
  hook(@Req() request: RawBodyRequest<Request>) {
    return {
      same: request.rawBody === request.body,
      bytes: request.rawBody?.length,
      text: request.rawBody?.toString('utf8'),
    };
  }

  @Post('echo')
  echo(@Req() request: RawBodyRequest<Request>) {
    return { raw: request.rawBody?.toString('utf8'), parsed: request.body };
  }
}

/** A small service with every kind of route that the five real ones have. */
export function demoModule(jwks: string, peers: PeerKeys): Type<unknown> {
  @Module({
    imports: [AccessModule.for({ service: 'intake', consoleJwksUrl: jwks, peerKeys: peers })],
    controllers: [Counter],
  })
  class Demo {}
  return Demo;
}
