import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodBody } from '#boot';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { PersonalData } from '../personal-data.js';
import { eraseParticulars, erasePictures } from '../retention/erase-request.js';
import { hasEnded, isFree } from '../retention/may-end.js';
import { type Ground, grounds, lockTicket, noteRightAct, type RightAct } from './act-on-ticket.js';
import { eraseWords } from './erase-words.js';
import { findSubject, subjectNumbers, type SubjectRow } from './find-subject.js';

const body = z.strictObject(subjectNumbers);
const fate = z.enum(['erased', 'kept']);
const ground = z.enum(grounds);
const answer = z.object({
  requests: z.array(
    z.object({
      applicationId: z.uuid(),
      ticket: z.string(),
      documents: fate,
      particulars: fate,
      ground: ground.nullable(),
    }),
  ),
  /** Texts of the conversation that were erased. */
  messages: z.int(),
  /** What to tell the citizen, in Indonesian: the answer of the ticket. */
  words: z.string(),
});
type Answer = z.output<typeof answer>;
type Fate = Answer['requests'][number];

/** Never issued and never refused: nothing of the state's hangs on it, so it may go at once. */
const leftByCitizen: readonly SubjectRow['state'][] = ['withdrawn', 'expired'];

const because: Record<Ground, string> = {
  'open-request': 'permohonan masih berjalan dan datanya diperlukan untuk menyelesaikannya',
  'legal-hold': 'data diperlukan untuk proses hukum yang sedang berjalan',
  'archive-duty':
    'catatan penerbitan dokumen kependudukan wajib kami simpan sebagai arsip negara sampai masa simpannya berakhir',
  'in-check': 'permohonan sedang dicocokkan dengan data kependudukan',
};

/**
 * The right to erasure (UU 27/2022 art. 8, 43), where the law does not ask the office to keep (art. 15; UU 43/2009). Each
 * request is judged by itself, what was done or refused is written down with its ground, and the ticket's owner answers.
 */
@ApiTags('data rights')
@Controller('complaints')
export class EraseOnRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  @Post(':id/erasures')
  @HttpCode(200)
  @Roles('reviewer', 'admin')
  @ApiOperation({
    summary: 'Erase what may be erased of a person, and say why the rest is kept; done twice is done once',
  })
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'complaint-not-found or subject-not-found', 409: 'wrong-state', 422: 'invalid-particulars' })
  erase(
    @Param('id') id: string,
    @ZodBody(body) input: z.output<typeof body>,
    @Req() request: Request,
  ): Promise<Answer> {
    const clerk = clerkOf(request);
    return this.unitOfWork.run(async (tx) => {
      const ticket = await lockTicket(tx, id, clerk);
      const { index, rows } = await findSubject(tx, input, this.personalData);
      const by = { clerk: clerk.id, identityCheckedWith: input.identityCheckedWith };
      const fates: Fate[] = [];
      for (const { id: applicationId } of rows) {
        const [row] = await tx.query<SubjectRow & { ended: boolean; free: boolean }>(
          `select *, ${hasEnded} as ended, ${isFree('application')} as free from application
            where id = $1 and particulars_erased_at is null for update`,
          [applicationId],
        );
        if (!row) continue;
        const { acts, ...one } = await this.judge(tx, row);
        for (const act of acts) await noteRightAct(tx, ticket, { ...act, applicationId }, by);
        fates.push(one);
      }
      // A word may be about a request that goes on, or be evidence: then all of them stay.
      const mayGo = fates.every(({ ground }) => ground === null || ground === 'archive-duty');
      const messages = mayGo ? await eraseWords(tx, index, rows, ticket.id) : 0;
      return { requests: fates, messages, words: wordsFor(fates) };
    });
  }

  private async judge(
    tx: Tx,
    row: SubjectRow & { readonly ended: boolean; readonly free: boolean },
  ): Promise<Fate & { readonly acts: readonly Omit<RightAct, 'applicationId'>[] }> {
    const about = { applicationId: row.id, ticket: row.ticket };
    const obstacle: Ground | undefined = !row.free ? 'legal-hold' : !row.ended ? 'open-request' : undefined;
    if (obstacle !== undefined) {
      const acts = [{ act: 'kept', what: ['documents', 'particulars'], ground: obstacle }] as const;
      return { ...about, documents: 'kept', particulars: 'kept', ground: obstacle, acts };
    }
    if (row.pictures_erased_at === null) await erasePictures(tx, row.id, 'subject-request');
    if (leftByCitizen.includes(row.state)) {
      await eraseParticulars(tx, row.id, 'subject-request');
      const acts = [{ act: 'erased', what: ['documents', 'particulars'] }] as const;
      return { ...about, documents: 'erased', particulars: 'erased', ground: null, acts };
    }
    const acts = [
      { act: 'erased', what: ['documents'] },
      { act: 'kept', what: ['particulars'], ground: 'archive-duty' },
    ] as const;
    return { ...about, documents: 'erased', particulars: 'kept', ground: 'archive-duty', acts };
  }
}

/** One sentence a request: what went, what stays and why. */
function wordsFor(fates: readonly Fate[]): string {
  return fates
    .map(({ ticket, documents, particulars, ground: why }) => {
      const gone = [
        ...(documents === 'erased' ? ['foto dokumen'] : []),
        ...(particulars === 'erased' ? ['data diri'] : []),
      ];
      const did = gone.length > 0 ? `${gone.join(' dan ')} sudah kami hapus` : 'data belum dapat kami hapus';
      if (why === null) return `Permohonan ${ticket}: ${did}.`;
      const but = gone.length > 0 ? '; data diri kami simpan karena' : ' karena';
      return `Permohonan ${ticket}: ${did}${but} ${because[why]}.`;
    })
    .join(' ');
}
