import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles } from '#boot';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import type { ApplicationRow } from './application/application.row.js';
import { mustSee, wrongState } from './clerk-sees.js';
import { aboutAct } from './later-act.js';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';

const withdrawn = z.object({
  applicationId: z.uuid(),
  /** `withdrawn` at once; `asked` where a card may be printing and printing-queue decides. */
  withdrawal: z.enum(['withdrawn', 'asked']),
});

/** A clerk takes a request back for its citizen. */
@ApiTags('counter')
@Controller('applications')
export class WithdrawApplication {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'Withdraw a request; once a card may be printing this is asked, not taken' })
  @ApiZodResponse(200, withdrawn)
  @ApiProblems({ 404: 'application-not-found', 409: 'wrong-state' })
  async withdraw(@Param('id', applicationId) id: string, @Req() request: Request): Promise<z.output<typeof withdrawn>> {
    const clerk = clerkOf(request);
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<ApplicationRow>('select * from application where id = $1 for update', [id]);
      const row = mustSee(clerk, rows[0]);
      const answer = await inSpan('withdraw application', aboutAct(id, row.traceparent), () =>
        moveApplication(tx, id, { fact: 'withdrawal' }, { clerk: clerk.id }, this.patience),
      );
      if (answer?.answer === 'moved') {
        return { applicationId: id, withdrawal: answer.life.state === 'withdrawn' ? 'withdrawn' : 'asked' };
      }
      // Said twice is said once.
      if (row.state === 'withdrawn') return { applicationId: id, withdrawal: 'withdrawn' };
      if (row.withdrawal_asked) return { applicationId: id, withdrawal: 'asked' };
      throw wrongState(row.state);
    });
  }
}
