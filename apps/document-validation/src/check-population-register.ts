import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import type { ApplicationCheckingRegister, Received } from '#contracts';
import type { Link } from '#link';
import type { Attempt } from '#messaging';
import { isOvertaken, noteAnnouncement } from './note-announcement.js';
import { Intake, type Particulars } from './read-from-intake.js';
import { judgeRegisterAnswer } from './register/judge-register-answer.js';
import { RegisterDesk } from './register/register-desk.js';
import { keepRegisterAnswer, type KeptAnswer } from './register/keep-register-answer.js';
import { openTask } from './review/open-task.js';

export const REGISTER_DESK = Symbol('the web service of the population register; undefined in manual mode');
export const DISKOMINFO = Symbol('the link to Diskominfo’s network');

/** Times that an answer without code and person is asked for again before a person looks. */
const patience = 2;

/** Asks the population register about the person, or a clerk to look into SIAK where the office has no access by line. */
@Controller()
export class CheckPopulationRegister {
  constructor(
    private readonly dataSource: DataSource,
    private readonly intake: Intake,
    @Inject(REGISTER_DESK) private readonly desk: RegisterDesk | undefined,
    @Inject(DISKOMINFO) private readonly link: Link,
  ) {}

  @EventPattern<string>('document-validation.check-population-register')
  async handle(@Payload() event: Received<typeof ApplicationCheckingRegister>, @Ctx() attempt: Attempt): Promise<void> {
    if (await isOvertaken(this.dataSource, event.data)) return;
    const { desk } = this;
    if (!desk) {
      await attempt.commit(async (tx) => {
        if ((await noteAnnouncement(tx, event.data)) === 'newest') await openTask(tx, event.data, 'tick-register');
      });
      return;
    }
    // Without the attempt's signal: a link that opens meanwhile must cost this message no attempt.
    const person = await this.intake.particularsOf(event.data.applicationId);
    const answer = await this.ask(desk, person, event.id, attempt);
    await attempt.commit(async (tx) => {
      if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
      await keepRegisterAnswer(tx, event.data.applicationId, event.data.sequence, answer);
    });
  }

  private async ask(desk: RegisterDesk, person: Particulars, requestId: string, attempt: Attempt): Promise<KeptAnswer> {
    const kept = { way: 'primary', requestId, checkedAt: new Date(), elements: {} } as const;
    const { nik, name, familyCardNumber } = person;
    if (nik === null) return { ...kept, result: { result: 'doubtful', doubts: ['malformed'] } };
    const question = { nik, name, familyCardNumber };
    const reading = await this.link.call((signal) => desk.ask(question, requestId, signal), attempt.signal);
    if (reading.says === 'nothing-found' && attempt.failures < patience)
      throw new Error('the register answered without a code');
    return {
      ...kept,
      result: judgeRegisterAnswer(reading, Object.keys(RegisterDesk.elementsOf(question)), person.kind),
      ...(reading.says === 'compared' ? { elements: reading.elements, recordStatus: reading.recordStatus } : {}),
      ...(reading.says === 'doubt' ? { responseCode: reading.code } : {}),
    };
  }
}
