import { Controller, Header, Post, HttpCode, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, ZodParams } from '#boot';
import { queryRows, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Intake } from './read-from-intake.js';
import type { KeptAnswer } from './register/keep-register-answer.js';
import { ReviewRoles } from './review/review-roles.js';
import { lockReview, noteAct, refuseForeignClaim } from './review/settle-review.js';

type Elements = KeptAnswer['elements'];

const byId = z.object({ id: z.uuid() });
const said = z.object({ agrees: z.boolean().nullable(), similarity: z.number().nullable() }).nullable();
const sideBySide = z.object({
  nik: z.string().nullable(),
  familyCardNumber: z.string().nullable(),
  name: z.string().nullable(),
  nationality: z.enum(['WNI', 'WNA']),
  /** What the citizen typed beside what each way of the register said of it; null: not asked, or not answered. */
  fields: z.array(
    z.object({
      field: z.enum(['nik', 'name', 'familyCardNumber']),
      typed: z.string().nullable(),
      primary: said,
      backup: said,
    }),
  ),
  documents: z.array(
    z.object({
      documentId: z.uuid(),
      claimedAs: z.string().nullable(),
      size: z.number().nullable(),
      receivedAt: z.iso.datetime(),
      fileProblem: z.string().nullable(),
      /** What the last check of the file kept about it; null when it was not checked here. */
      check: z.record(z.string(), z.unknown()).nullable(),
      /** Where intake shows the original; each view is written down there. */
      view: z.string(),
    }),
  ),
});
type SideBySide = z.infer<typeof sideBySide>;

/**
 * The person and the file side by side: the one place of this service that shows a person, to who has the open review in
 * hand. Each look is kept.
 */
@ApiTags('reviews')
@Controller('reviews')
export class LookUpPerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly intake: Intake,
    private readonly dataSource: DataSource,
  ) {}

  @ReviewRoles('clerk', 'reviewer')
  @Post(':id/look-up')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiZodResponse(200, sideBySide)
  @ApiProblems({
    400: 'invalid-request',
    404: 'review-not-found',
    409: 'review-closed, review-claimed',
    503: 'intake-unreachable',
  })
  async show(@ZodParams(byId) { id }: z.infer<typeof byId>, @Req() request: Request): Promise<SideBySide> {
    const clerk = clerkOf(request).id;
    const applicationId = await this.unitOfWork.run(async (tx) => {
      const row = await lockReview(tx, id);
      if (row.closed_at !== null) throw new ProblemError(409, 'review-closed', 'This review is no longer needed');
      refuseForeignClaim(row, clerk, new Date());
      await noteAct(tx, row.application_id, id, 'look-up-person', clerk);
      return row.application_id;
    });
    const [person, answer, check] = await Promise.all([
      this.intake.particularsOf(applicationId).catch((): never => {
        throw new ProblemError(503, 'intake-unreachable', 'The request cannot be read now', 'intake does not answer');
      }),
      this.lastAnswer(applicationId),
      this.lastCheck(applicationId),
    ]);
    const { nik, familyCardNumber, name, nationality } = person;
    const elements = { nik: 'NIK', name: 'NAMA_LGKP', familyCardNumber: 'NO_KK' } as const;
    return {
      nik,
      familyCardNumber,
      name,
      nationality,
      fields: (['nik', 'name', 'familyCardNumber'] as const).map((field) => ({
        field,
        typed: person[field],
        primary: answer.primary[elements[field]] ?? null,
        backup: answer.backup[elements[field]] ?? null,
      })),
      documents: person.documents.map((document) => ({
        documentId: document.documentId,
        claimedAs: document.claimedAs,
        size: document.size ?? null,
        receivedAt: document.receivedAt.toISOString(),
        fileProblem: document.fileProblem ?? null,
        check: check.find((one) => one['documentId'] === document.documentId) ?? null,
        view: `/applications/${applicationId}/documents/${document.documentId}/content`,
      })),
    };
  }

  /** The last answer by way; a clerk's ticks compare no elements. */
  private async lastAnswer(applicationId: string): Promise<Record<'primary' | 'backup', Elements>> {
    const [answer] = await queryRows<{
      way: string;
      elements: Elements;
      other_way: { way: string; elements: Elements } | null;
    }>(
      this.dataSource,
      'select way, elements, other_way from register_answer where application_id = $1 order by answers desc limit 1',
      [applicationId],
    );
    const of = (way: string) =>
      answer?.way === way ? answer.elements : answer?.other_way?.way === way ? answer.other_way.elements : {};
    return { primary: of('primary'), backup: of('backup') };
  }

  private async lastCheck(applicationId: string): Promise<Record<string, unknown>[]> {
    const [check] = await queryRows<{ documents: Record<string, unknown>[] }>(
      this.dataSource,
      'select documents from file_check where application_id = $1 order by answers desc limit 1',
      [applicationId],
    );
    return check?.documents ?? [];
  }
}
