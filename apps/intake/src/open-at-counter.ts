import { Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import {
  birthFor,
  lookExchanged,
  obstaclesTo,
  readKk,
  readName,
  readNik,
  serviceKindFacts,
  serviceKinds,
} from '#civil-registry';
import { inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ApplicationRow } from './application/application.row.js';
import { cardFrom, type Request as CitizenRequest } from './conversation/form/complete-form.js';
import { type Opened, openApplication } from './open-application.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { readPhone } from './read-phone.js';
import { Territory } from './territory.js';

const body = z.strictObject({
  kind: z.enum(serviceKinds),
  nik: z.string().max(40),
  familyCardNumber: z.string().max(40),
  name: z.string().max(200),
  village: z.string().trim().max(100).nullish(),
  /** Six digits of the sub-district, or `unknown`. */
  district: z.string().regex(/^(\d{6}|unknown)$/, 'write six digits, or unknown'),
  /** WhatsApp number for notices, with country code or a leading 0. */
  phone: z.string().max(30).nullish(),
  /** Where the card is collected; the office that serves the district when left out. */
  office: z.string().max(60).nullish(),
  citizenship: z.enum(['WNI', 'WNA']).nullish(),
  /** For who is younger than seventeen: married or once married. `false` is recorded now and printed on the birthday. */
  married: z.boolean().nullish(),
});

const opened = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  state: z.string(),
  /** What a clerk should look at; nothing of it stops the request. */
  warnings: z.array(z.object({ field: z.string(), code: z.string(), text: z.string() })),
});

type Body = z.output<typeof body>;
interface Checked {
  readonly request: CitizenRequest;
  readonly office: string;
  readonly citizenship: 'WNI' | 'WNA';
  readonly phone: string | undefined;
  readonly warnings: z.output<typeof opened>['warnings'];
}

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
    @ZodBody(body) input: Body,
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
      warnings: checked.warnings,
    };
  }

  private check(input: Body): Checked {
    const on = this.territory.dayOf(new Date());
    const { areas, homePrefixes } = this.territory;
    const kindIsFor = serviceKindFacts[input.kind].citizenship;
    const citizenship = input.citizenship ?? (kindIsFor === 'WNA' ? 'WNA' : 'WNI');
    const nik = readNik(input.nik, { on, areas, homePrefixes });
    const familyCard = readKk(input.familyCardNumber, { on, areas });
    const name = readName(input.name, input.kind === 'BARU_WNI' ? 'new' : 'recorded');
    const problems: { field: string; code: string; text: string }[] = [];
    const add = (field: string, notes: readonly { code: string; text: string }[]) =>
      problems.push(...notes.map(({ code, text }) => ({ field, code, text })));
    add('nik', nik.problems);
    add('familyCardNumber', familyCard.problems);
    add('name', name.problems);
    if (nik.ok && familyCard.ok && lookExchanged(nik.nik, familyCard.kk)) {
      add('familyCardNumber', [{ code: 'NUMBERS_LOOK_EXCHANGED', text: 'NIK dan nomor KK tampaknya tertukar.' }]);
    }
    const office = input.office
      ? this.territory.office(input.office)?.code
      : this.territory.officeFor(input.district).code;
    if (office === undefined) add('office', [{ code: 'OFFICE_UNKNOWN', text: 'Kantor pengambilan tidak dikenal.' }]);
    const phone = input.phone ? readPhone(input.phone) : undefined;
    if (input.phone && phone === undefined)
      add('phone', [{ code: 'PHONE_MALFORMED', text: 'Nomor telepon tidak dapat dibaca.' }]);
    const birth = birthFor(input.kind, nik);
    const marriedOrOnceMarried = input.married ?? undefined;
    const obstacles = nik.ok ? obstaclesTo(input.kind, { citizenship, birth, marriedOrOnceMarried }, on) : [];
    add(
      'kind',
      obstacles.filter(({ level }) => level === 'refused'),
    );
    if (problems.length > 0 || !nik.ok || !familyCard.ok || !name.ok || office === undefined) {
      throw new ProblemError(422, 'invalid-particulars', 'The particulars cannot be right', undefined, { problems });
    }
    const warnings = [
      ...nik.warnings.map(({ code, text }) => ({ field: 'nik', code, text })),
      ...familyCard.warnings.map(({ code, text }) => ({ field: 'familyCardNumber', code, text })),
      ...obstacles.map(({ code, text }) => ({ field: 'kind', code, text })),
    ];
    const { kind, district } = input;
    const numbers = { nik: nik.nik, familyCard: familyCard.kk };
    const request = {
      ...{ kind, ...numbers, district, name: name.name.toUpperCase(), village: input.village || null },
      married: input.married ?? undefined,
      cardFrom: cardFrom(kind, birth, input.married ?? undefined),
    };
    return { request, office, citizenship, phone, warnings };
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
