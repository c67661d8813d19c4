import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles } from '#boot';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import type { ApplicationRow } from './application/application.row.js';
import { mustSee, wrongState } from './clerk-sees.js';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { aboutAct } from './later-act.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { Territory } from './territory.js';

const submitted = z.object({ applicationId: z.uuid(), state: z.string(), missing: z.array(z.string()) });

/** A clerk hands the file in, complete or not: the check names everything that is missing at once. */
@ApiTags('counter')
@Controller('applications')
export class SubmitApplication {
  private readonly judgement: FileJudgement;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    personalData: PersonalData,
    territory: Territory,
    patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  @Post(':id/submission')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'Submit the file of a draft, or of a request that was sent back for correction' })
  @ApiZodResponse(200, submitted)
  @ApiProblems({ 404: 'application-not-found', 409: 'wrong-state or no-documents' })
  async submit(@Param('id', applicationId) id: string, @Req() request: Request): Promise<z.output<typeof submitted>> {
    const clerk = clerkOf(request);
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<ApplicationRow>('select * from application where id = $1 for update', [id]);
      const row = mustSee(clerk, rows[0]);
      // Said twice is said once.
      if (row.state === 'submitted') return { applicationId: id, state: row.state, missing: [] };
      if (row.state !== 'draft' && row.state !== 'correction_requested') throw wrongState(row.state);
      return inSpan('submit application', aboutAct(id, row.traceparent), async () => {
        const standing = await considerSubmission(tx, id, true, this.judgement, { clerk: clerk.id });
        if (!standing.submitted) {
          throw new ProblemError(409, 'no-documents', 'There is no document to submit', undefined, {
            missing: standing.missing,
          });
        }
        return { applicationId: id, state: 'submitted', missing: standing.missing };
      });
    });
  }
}
