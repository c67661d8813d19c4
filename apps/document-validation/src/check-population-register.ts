import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import type { ApplicationCheckingRegister, Received } from '#contracts';
import type { Attempt } from '#messaging';
import { isOvertaken, noteAnnouncement } from './note-announcement.js';
import { Intake, type Particulars } from './read-from-intake.js';
import type { AskRegister } from './register/ask-register.js';
import { keepRegisterAnswer, type KeptAnswer } from './register/keep-register-answer.js';
import { openTask } from './review/open-task.js';

export const REGISTER = Symbol('the web service of the population register; undefined in manual mode');
export const DISKOMINFO = Symbol('the link to Diskominfo’s network');

/** Times that an answer without code and person is asked for again before a person looks. */
const patience = 2;

/** Asks the population register about the person, or a clerk to look into SIAK where the office has no access by line. */
@Controller()
export class CheckPopulationRegister {
  constructor(
    private readonly dataSource: DataSource,
    private readonly intake: Intake,
    @Inject(REGISTER) private readonly register: AskRegister | undefined,
  ) {}

  @EventPattern<string>('document-validation.check-population-register')
  async handle(@Payload() event: Received<typeof ApplicationCheckingRegister>, @Ctx() attempt: Attempt): Promise<void> {
    if (await isOvertaken(this.dataSource, event.data)) return;
    const { register } = this;
    if (!register) {
      await attempt.commit(async (tx) => {
        if ((await noteAnnouncement(tx, event.data)) === 'newest') await openTask(tx, event.data, 'tick-register');
      });
      return;
    }
    // Without the attempt's signal: a link that opens meanwhile must cost this message no attempt.
    const person = await this.intake.particularsOf(event.data.applicationId);
    const answer = await ask(register, person, event.id, attempt);
    await attempt.commit(async (tx) => {
      if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
      await keepRegisterAnswer(tx, event.data.applicationId, event.data.sequence, answer);
    });
  }
}

async function ask(
  register: AskRegister,
  { nik, name, familyCardNumber, kind }: Particulars,
  requestId: string,
  { signal, failures }: Attempt,
): Promise<KeptAnswer> {
  if (nik === null) {
    const result = { result: 'doubtful', doubts: ['malformed'] } as const;
    return { way: 'primary', requestId, checkedAt: new Date(), elements: {}, result };
  }
  const isPatient = failures < patience;
  return register.ask({ nik, name, familyCardNumber }, { kind, requestId, isPatient, signal });
}
