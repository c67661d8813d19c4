import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemError, ZodBody } from '#boot';
import { GoOnVisit, type VisitSeen } from '../visit/go-on-visit.js';
import { OnThisMachine } from './on-this-machine.js';

const body = z.object({
  limit: z.int().min(1).max(200),
  hours: z.number().min(0.001).max(720),
  district: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
interface Steered {
  readonly visit: VisitSeen | null;
}

/** The operator takes a batch along where no line reaches, and says that they are back. */
@ApiExcludeController()
@Controller('desk/visit')
export class SteerVisit {
  constructor(private readonly visit: GoOnVisit) {}

  @Post()
  @HttpCode(202)
  @OnThisMachine()
  begin(@ZodBody(body) { limit, hours, district }: z.infer<typeof body>): Steered {
    const until = new Date(Date.now() + hours * 3_600_000);
    if (!this.visit.begin({ until, limit, district }))
      throw new ProblemError(409, 'visit-open', 'This station is on a visit already');
    return { visit: this.visit.seen ?? null };
  }

  @Post('end')
  @HttpCode(202)
  @OnThisMachine()
  end(): Steered {
    if (!this.visit.end()) throw new ProblemError(409, 'no-visit', 'This station is on no visit');
    return { visit: this.visit.seen ?? null };
  }
}
