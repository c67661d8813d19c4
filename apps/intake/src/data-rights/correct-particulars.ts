import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { readKk, readName } from '#civil-registry';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { noSuchApplication } from '../clerk-sees.js';
import { PersonalData } from '../personal-data.js';
import { readPhone } from '../read-phone.js';
import { Territory } from '../territory.js';
import { lockTicket, noteRightAct } from './act-on-ticket.js';
import { findSubject, subjectNumbers, type SubjectRow } from './find-subject.js';

const change = z
  .strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    /** A new KK has a new number. */
    newFamilyCardNumber: z.string().max(40).optional(),
    phone: z.string().max(30).optional(),
    village: z.string().trim().min(2).max(80).optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'say what is to be corrected');
const body = z.strictObject({ ...subjectNumbers, applicationId: z.uuid(), change });
const answer = z.object({
  outcome: z.enum(['corrected', 'kept']),
  what: z.array(z.string()),
  ground: z.string().nullable(),
  /** What to tell the citizen, in Indonesian: the answer of the ticket. */
  words: z.string(),
});
type Answer = z.output<typeof answer>;

/** The register compares name and numbers in these states: a change beneath it would make its answer one about nobody. */
const inCheck: readonly SubjectRow['state'][] = ['checking_register', 'under_review', 'awaiting_recording'];
/** What the card is printed from; a card that is made is not corrected by a row. */
const onTheCard = ['name', 'newFamilyCardNumber'];

/**
 * The right to have one's data corrected, within 3 × 24 hours (UU 27/2022 art. 6, 30). Loket holds a request, not the register:
 * the NIK is never corrected, and what SIAK says is corrected there (UBAH_DATA).
 */
@ApiTags('data rights')
@Controller('complaints')
export class CorrectParticulars {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
  ) {}

  @Post(':id/corrections')
  @HttpCode(200)
  @Roles('reviewer', 'admin')
  @ApiOperation({ summary: 'Correct what a request holds about its person; the ticket is answered by its owner' })
  @ApiZodResponse(200, answer)
  @ApiProblems({
    404: 'complaint-not-found, subject-not-found or application-not-found',
    409: 'wrong-state',
    422: 'invalid-particulars',
  })
  correct(
    @Param('id') id: string,
    @ZodBody(body) input: z.output<typeof body>,
    @Req() request: Request,
  ): Promise<Answer> {
    const clerk = clerkOf(request);
    return this.unitOfWork.run(async (tx) => {
      const ticket = await lockTicket(tx, id, clerk);
      const { rows } = await findSubject(tx, input, this.personalData);
      if (!rows.some((row) => row.id === input.applicationId)) throw noSuchApplication();
      const [row] = await tx.query<SubjectRow>(
        'select * from application where id = $1 and particulars_erased_at is null for update',
        [input.applicationId],
      );
      if (!row) throw noSuchApplication();
      const what = Object.keys(input.change);
      const by = { clerk: clerk.id, identityCheckedWith: input.identityCheckedWith };
      const about = { applicationId: row.id, what };
      if (inCheck.includes(row.state) && what.some((field) => onTheCard.includes(field))) {
        await noteRightAct(tx, ticket, { ...about, act: 'kept', ground: 'in-check' }, by);
        const words = `Permohonan ${row.ticket} sedang dicocokkan dengan data kependudukan, sehingga nama dan nomor KK belum dapat diubah. Perbaikan kami lakukan setelah pencocokan selesai, atau Bapak/Ibu dapat membatalkan permohonan dan mengajukannya kembali.`;
        return { outcome: 'kept', what, ground: 'in-check', words };
      }
      await this.write(tx, row, input.change);
      await noteRightAct(tx, ticket, { ...about, act: 'corrected' }, by);
      const words = `Data pada permohonan ${row.ticket} sudah kami perbaiki sesuai permintaan Bapak/Ibu.`;
      return { outcome: 'corrected', what, ground: null, words };
    });
  }

  private async write(tx: Tx, row: SubjectRow, given: z.output<typeof change>): Promise<void> {
    const name = given.name === undefined ? undefined : readName(given.name, 'recorded');
    const on = this.territory.dayOf(new Date());
    const number = given.newFamilyCardNumber;
    const familyCard = number === undefined ? undefined : readKk(number, { on, areas: this.territory.areas });
    const phone = given.phone === undefined ? undefined : readPhone(given.phone);
    if (name?.ok === false || familyCard?.ok === false || (given.phone !== undefined && phone === undefined)) {
      throw new ProblemError(422, 'invalid-particulars', 'A name, a family card number or a phone number is not valid');
    }
    const seal = (text: string | undefined, column: string) =>
      text === undefined ? null : this.personalData.seal(text, `application.${column}:${row.id}`);
    await tx.query(
      `update application set sealed_name = coalesce($2, sealed_name), sealed_family_card = coalesce($3, sealed_family_card),
              sealed_phone = coalesce($4, sealed_phone), phone_index = coalesce($5, phone_index), village = coalesce($6, village)
        where id = $1`,
      [
        row.id,
        seal(name?.ok ? name.name.toUpperCase() : undefined, 'name'),
        seal(familyCard?.ok ? familyCard.kk : undefined, 'family_card'),
        seal(phone, 'phone'),
        phone === undefined ? null : this.personalData.index('phone', phone),
        given.village ?? null,
      ],
    );
  }
}
