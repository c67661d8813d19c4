import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemError, zodBody } from '#boot';
import { CONFIG, type Config } from '../config.js';
import { Desk } from '../desk.js';
import { Journal } from '../journal.js';
import { KeepInTouch } from '../keep-in-touch.js';
import { OfficeLine } from '../office-line.js';
import { ManualPrinter } from '../printers/manual-printer.js';
import { PRINTER, type Printer } from '../printers/printer.js';
import { StationRun } from '../station-run.js';
import { GoOnVisit } from '../visit/go-on-visit.js';
import { deskPage } from './desk-page.js';
import { deskScript } from './desk-script.js';
import { deskStyle } from './desk-style.js';
import { OnThisMachine } from './on-this-machine.js';

const serial = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'letters, digits and hyphens')
  .min(3)
  .max(32);
const answer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('take'), jobId: z.uuid(), serial }),
  z.object({ answer: z.literal('give-back'), jobId: z.uuid() }),
  z.object({ answer: z.literal('complete'), jobId: z.uuid() }),
  z.object({ answer: z.literal('spoil'), jobId: z.uuid(), reason: z.string().trim().min(1).max(200) }),
  z.object({ answer: z.literal('not-fed'), jobId: z.uuid() }),
]);

/** The operator's page: how printer, line and desk are, and with the manual driver the two questions of each card. */
@ApiExcludeController()
@Controller()
export class ShowDesk {
  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly office: OfficeLine,
    private readonly touch: KeepInTouch,
    private readonly visit: GoOnVisit,
    @Inject(PRINTER) private readonly printer: Printer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return deskPage(this.config);
  }

  @Get('desk.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return deskScript;
  }

  @Get('desk.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  style(): string {
    return deskStyle;
  }

  @Get('desk')
  @OnThisMachine()
  @Header('Cache-Control', 'no-store')
  show() {
    return {
      driver: this.config.PRINTER_DRIVER,
      blankIdentity: this.config.BLANK_IDENTITY,
      printer: this.touch.printerState,
      officeAwaySince: this.office.awaySince?.toISOString() ?? null,
      mayClaim: this.run.mayClaim,
      blanks: this.touch.blanks ?? null,
      untold: this.journal.openAttempts().filter((one) => one.what === 'ended').length,
      jobs: this.desk.all().map(({ jobId, attempt, serial: bound }) => ({ jobId, attempt, serial: bound ?? null })),
      visit: this.visit.seen ?? null,
      visitRefused: this.visit.refused ?? null,
      questions: this.printer instanceof ManualPrinter ? this.printer.questions() : [],
    };
  }

  @Post('desk/answers')
  @HttpCode(200)
  @OnThisMachine()
  take(@Body(zodBody(answer)) given: z.infer<typeof answer>): { taken: true } {
    if (!(this.printer instanceof ManualPrinter))
      throw new ProblemError(409, 'not-manual', 'This printer needs no operator');
    if (!this.pass(this.printer, given))
      throw new ProblemError(409, 'not-asked', 'This is not asked any more; look at the page again');
    return { taken: true };
  }

  private pass(printer: ManualPrinter, given: z.infer<typeof answer>): boolean {
    switch (given.answer) {
      case 'take':
        return printer.answer(given.jobId, 'choose-blank', given.serial);
      case 'give-back':
        return printer.answer(given.jobId, 'choose-blank', 'give-back');
      case 'spoil':
        return printer.answer(given.jobId, 'judge', { said: 'spoil', reason: given.reason });
      case 'complete':
        return printer.answer(given.jobId, 'judge', { said: 'complete', isChecked: true });
      case 'not-fed':
        return printer.answer(given.jobId, 'judge', { said: 'not-fed' });
    }
  }
}
