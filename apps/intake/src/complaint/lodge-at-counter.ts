import { Controller, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodBody } from '#boot';
import { complaintAbout } from '#contracts';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import type { ApplicationRow } from '../application/application.row.js';
import { mustSee } from '../clerk-sees.js';
import { Patience } from '../patience.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import { WorkingHours } from '../working-hours.js';
import { dueOf } from './complaint.js';
import { lodgeComplaint } from './lodge-complaint.js';

const body = z.strictObject({
  about: complaintAbout.default('complaint'),
  /** What the citizen says, in their words. */
  words: z.string().trim().min(3).max(4_096),
  applicationId: z.uuid().nullish(),
  /** How to reach them, where they are not known by a request: a number, an address. */
  contact: z.string().trim().min(3).max(200).nullish(),
});
const opened = z.object({ complaintId: z.uuid(), number: z.string(), dueAt: z.iso.datetime() });

/** A clerk takes down a complaint of somebody at the counter. */
@ApiTags('complaints')
@Controller('complaints')
export class LodgeAtCounter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly hours: WorkingHours,
    private readonly patience: Patience,
  ) {}

  @Post()
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Lodge a complaint, or a request about personal data (3 × 24 hours), at the counter' })
  @ApiZodResponse(201, opened)
  @ApiProblems({ 400: 'invalid-request', 404: 'application-not-found' })
  async lodge(@ZodBody(body) input: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof opened>> {
    const clerk = clerkOf(request);
    return inSpan('lodge complaint at the counter', {}, () =>
      this.unitOfWork.run(async (tx) => {
        const application = input.applicationId
          ? mustSee(
              clerk,
              (await tx.query<ApplicationRow>('select * from application where id = $1', [input.applicationId]))[0],
            )
          : undefined;
        const office = clerk.office ?? application?.office ?? this.territory.mainOffice.code;
        const dueAt = dueOf(input.about, new Date(), this.patience.complaintWorkingDays, await this.hours.of(office));
        const row = await lodgeComplaint(
          tx,
          {
            about: input.about,
            channel: 'counter',
            office,
            words: input.words,
            dueAt,
            // Who wrote to us before is answered there as well.
            conversationId: application?.conversation_id ?? undefined,
            applicationId: application?.id,
            contact: input.contact ?? undefined,
            clerk: clerk.id,
          },
          this.personalData,
        );
        return { complaintId: row.id, number: row.number, dueAt: row.due_at.toISOString() };
      }),
    );
  }
}
