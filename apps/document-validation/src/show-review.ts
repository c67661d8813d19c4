import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, ProblemError, ZodParams } from '#boot';
import { finding } from '#contracts';
import { attribute, describeSpan } from '#observability';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { documentWarnings } from './checks/document-warning.js';
import type { KeptAnswer } from './register/keep-register-answer.js';
import { standingOf } from './register/record-status.js';
import { type ReviewRow, reviewColumns } from './review/review.row.js';
import { ReviewRoles } from './review/review-roles.js';
import { reviewShown, showRow } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });
const elements = z.record(z.string(), z.object({ agrees: z.boolean().nullable(), similarity: z.number().nullable() }));
const shown = reviewShown.extend({
  /** What the last check of the file found; null when it was not checked here. */
  findings: z.array(finding).nullable(),
  /** What the last check of the file would have a person look at; codes that reject nothing by themselves. */
  warnings: z.array(
    z.object({
      documentId: z.uuid(),
      warning: z.enum(documentWarnings),
      /** A document code: what its own words say it is. */
      looksLike: z.string().optional(),
      /** What was measured in the photo, and the office's limit that it missed. */
      measured: z.number().optional(),
      limit: z.number().optional(),
      /** The request that the same file came with before. */
      otherApplicationId: z.uuid().optional(),
    }),
  ),
  register: z
    .object({
      way: z.string(),
      result: z.string(),
      cause: z.string().nullable(),
      doubts: z.array(z.string()),
      responseCode: z.string().nullable(),
      recordStatus: z.string().nullable(),
      /** By element: whether it agrees, and how similar it is; the values themselves are not kept. */
      elements,
      checkedAt: z.iso.datetime(),
      checkedBy: z.string().nullable(),
      /** What the other way of the link said, where both were asked. */
      otherWay: z.object({ way: z.string(), result: z.string(), doubts: z.array(z.string()), elements }).nullable(),
    })
    .nullable(),
  record: z
    .object({
      status: z.string(),
      meaning: z.string().nullable(),
      nextStep: z.string().nullable(),
      notedAt: z.iso.datetime(),
    })
    .nullable(),
  acts: z.array(z.object({ what: z.string(), by: z.string(), at: z.iso.datetime() })),
});
type Shown = z.infer<typeof shown>;

interface AnswerRow {
  way: string;
  result: string;
  cause: string | null;
  doubts: string[];
  response_code: string | null;
  record_status: string | null;
  elements: NonNullable<Shown['register']>['elements'];
  checked_at: Date;
  checked_by: string | null;
  other_way: NonNullable<KeptAnswer['otherWay']> | null;
}

/** All that is known about one review: enough to decide, without a name or a number of the citizen. */
@ApiTags('reviews')
@Controller('reviews')
export class ShowReview {
  constructor(private readonly dataSource: DataSource) {}

  @ReviewRoles('clerk', 'reviewer', 'head')
  @Get(':id')
  @ApiZodResponse(200, shown)
  @ApiProblems({ 400: 'invalid-request', 404: 'review-not-found' })
  async show(@ZodParams(byId) { id }: z.infer<typeof byId>): Promise<Shown> {
    const [row] = await queryRows<ReviewRow>(
      this.dataSource,
      `select ${reviewColumns} from review r join application a on a.id = r.application_id where r.id = $1`,
      [id],
    );
    if (!row) throw new ProblemError(404, 'review-not-found', 'There is no such review');
    describeSpan({ [attribute.applicationId]: row.application_id });
    const [{ findings, warnings }, register, record, acts] = await Promise.all([
      this.lastCheck(row),
      this.register(row),
      this.record(row),
      this.acts(row),
    ]);
    return { ...showRow(row, new Date()), findings, warnings, register, record, acts };
  }

  private async lastCheck(row: ReviewRow): Promise<Pick<Shown, 'findings' | 'warnings'>> {
    const [check] = await queryRows<{
      findings: NonNullable<Shown['findings']>;
      documents: { documentId: string; warnings?: Omit<Shown['warnings'][number], 'documentId'>[] }[];
    }>(
      this.dataSource,
      'select findings, documents from file_check where application_id = $1 order by answers desc limit 1',
      [row.application_id],
    );
    const warnings = (check?.documents ?? []).flatMap(({ documentId, warnings: of }) =>
      (of ?? []).map((one) => ({ documentId, ...one })),
    );
    return { findings: check?.findings ?? null, warnings };
  }

  private async register(row: ReviewRow): Promise<Shown['register']> {
    const [answer] = await queryRows<AnswerRow>(
      this.dataSource,
      `select way, result, cause, doubts, response_code, record_status, elements, checked_at, checked_by, other_way
         from register_answer where application_id = $1 and answers <= $2 order by answers desc limit 1`,
      [row.application_id, row.answers],
    );
    if (!answer) return null;
    const { way, result, cause, doubts, elements, other_way: other } = answer;
    return {
      way,
      result,
      cause,
      doubts,
      elements,
      responseCode: answer.response_code,
      recordStatus: answer.record_status,
      checkedAt: answer.checked_at.toISOString(),
      checkedBy: answer.checked_by,
      otherWay: other && {
        way: other.way,
        result: other.result.result,
        doubts: other.result.result === 'doubtful' ? [...other.result.doubts] : [],
        elements: other.elements,
      },
    };
  }

  private async record(row: ReviewRow): Promise<Shown['record']> {
    const [noted] = await queryRows<{ status: string; noted_at: Date }>(
      this.dataSource,
      'select status, noted_at from record_status where application_id = $1 order by id desc limit 1',
      [row.application_id],
    );
    if (!noted) return null;
    const standing = standingOf(noted.status);
    return {
      status: noted.status,
      meaning: standing?.meaning ?? null,
      nextStep: standing?.nextStep ?? null,
      notedAt: noted.noted_at.toISOString(),
    };
  }

  private async acts(row: ReviewRow): Promise<Shown['acts']> {
    const acts = await queryRows<{ what: string; done_by: string; done_at: Date }>(
      this.dataSource,
      'select what, done_by, done_at from act where application_id = $1 order by id desc limit 100',
      [row.application_id],
    );
    return acts.toReversed().map((act) => ({ what: act.what, by: act.done_by, at: act.done_at.toISOString() }));
  }
}
