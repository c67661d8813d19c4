import { Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ApplicationRow } from './application/application.row.js';
import { type Opened, openApplication } from './open-application.js';
import {
  type CheckedParticulars,
  checkParticulars,
  type Particulars,
  particulars,
  remark,
} from './particulars/check-particulars.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { Territory } from './territory.js';

const opened = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  state: z.string(),
  /** What a clerk should look at; nothing of it stops the request. */
  warnings: z.array(remark),
});

/** A clerk takes in a request of somebody at the counter. */
@ApiTags('counter')
@Controller('applications')
export class OpenAtCounter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly patience: Patience,
  ) {}

  @Post()
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'Take in a request at the counter; it stays a draft until its documents are submitted' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body again give the same request',
  })
  @ApiZodResponse(201, opened)
  @ApiProblems({ 400: 'invalid-request', 409: 'already-open', 422: 'invalid-particulars or idempotency-key-reused' })
  async open(
    @ZodBody(particulars) input: Particulars,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.output<typeof opened>> {
    const clerk = clerkOf(request);
    const checked = this.check(input);
    const digest = this.personalData.index('body', JSON.stringify(input));
    if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw new ProblemError(400, 'invalid-idempotency-key', 'The Idempotency-Key must be 1 to 200 visible characters');
    }
    const application = await inSpan('open application at the counter', {}, () =>
      this.unitOfWork.run(async (tx): Promise<Opened> => {
        const before = key === undefined ? undefined : await findByKey(tx, clerk.id, key, digest);
        if (before) return { ...before, isNew: false };
        const result = await openApplication(
          tx,
          checked.request,
          {
            channel: 'counter',
            office: checked.office,
            citizenship: checked.citizenship,
            ...(checked.phone === undefined ? {} : { phone: checked.phone }),
            clerk: { id: clerk.id, office: clerk.office },
            ...(key === undefined ? {} : { idempotency: { key, digest } }),
            silence: this.patience.silenceIn(checked.request.district),
          },
          this.personalData,
        );
        if (result.isNew) return result;
        // The same key twice at once: the second finds what the first has opened.
        const twin = key === undefined ? undefined : await findByKey(tx, clerk.id, key, digest);
        if (twin) return { ...twin, isNew: false };
        throw new ProblemError(
          409,
          'already-open',
          'This person has an open request of this kind',
          `it is ${result.ticket}`,
          {
            applicationId: result.id,
            ticket: result.ticket,
          },
        );
      }),
    );
    response.status(application.isNew ? 201 : 200).location(`/applications/${application.id}`);
    return {
      applicationId: application.id,
      ticket: application.ticket,
      state: application.state,
      warnings: [...checked.warnings],
    };
  }

  private check(input: Particulars): CheckedParticulars {
    const result = checkParticulars(input, this.territory.asContext(new Date()));
    if (result.ok) return result.checked;
    const { problems } = result;
    throw new ProblemError(422, 'invalid-particulars', 'The particulars cannot be right', undefined, { problems });
  }
}

async function findByKey(
  tx: Tx,
  clerk: string,
  key: string,
  digest: string,
): Promise<Omit<Opened, 'isNew'> | undefined> {
  const [row] = await tx.query<ApplicationRow>(
    'select * from application where opened_by = $1 and idempotency_key = $2',
    [clerk, key],
  );
  if (!row) return undefined;
  if (row.request_digest === digest) return row;
  throw new ProblemError(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request');
}
