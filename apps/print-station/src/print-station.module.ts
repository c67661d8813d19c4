import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ClaimWork } from './claim-work.js';
import { CONFIG, type Config } from './config.js';
import { Desk } from './desk.js';
import { Journal } from './journal.js';
import { KeepInTouch } from './keep-in-touch.js';
import { OfficeLine } from './office-line.js';
import { ShowDesk } from './page/show-desk.js';
import { PrintCards } from './print-cards.js';
import { PrintOfferedCard } from './print-offered-card.js';
import { openPrinter } from './printers/open-printer.js';
import { PRINTER, type Printer } from './printers/printer.js';
import { SettleEarlierRun } from './settle-earlier-run.js';
import { StationRun } from './station-run.js';
import { TellOffice } from './tell-office.js';
import { SteerVisit } from './page/steer-visit.js';
import { openTerminal, TalkAtTerminal, type Terminal, TERMINAL } from './terminal/talk-at-terminal.js';
import { GoOnVisit } from './visit/go-on-visit.js';
import { VisitBag } from './visit/visit-bag.js';

/** What a station does all day, side by side, until it stops. */
@Injectable()
class WorkAllDay implements OnApplicationBootstrap {
  constructor(
    @Inject(StationRun) private readonly run: StationRun,
    @Inject(SettleEarlierRun) private readonly settle: SettleEarlierRun,
    @Inject(ClaimWork) private readonly work: ClaimWork,
    @Inject(PrintCards) private readonly cards: PrintCards,
    @Inject(TellOffice) private readonly tell: TellOffice,
    @Inject(KeepInTouch) private readonly touch: KeepInTouch,
    @Inject(GoOnVisit) private readonly visit: GoOnVisit,
    @Inject(TalkAtTerminal) private readonly terminal: TalkAtTerminal,
  ) {}

  onApplicationBootstrap(): void {
    this.run.inBackground(() => this.settle.keepSettled());
    this.run.inBackground(() => this.touch.keepBeating());
    this.run.inBackground(() => this.touch.keepRenewing());
    this.run.inBackground(() => this.work.keepAsking());
    this.run.inBackground(() => this.cards.keepPrinting());
    this.run.inBackground(() => this.tell.keepTelling());
    this.run.inBackground(() => this.visit.keepVisit());
    this.run.inBackground(() => this.terminal.keepTalking());
  }
}

@Module({})
export class PrintStationModule {
  /** @param printer, terminal others than those that the environment names, for tests */
  static for(
    config: Config,
    run: StationRun,
    journal: Journal,
    printer: Printer = openPrinter(config),
    terminal: Terminal | undefined = openTerminal(),
  ): DynamicModule {
    return {
      module: PrintStationModule,
      controllers: [PrintOfferedCard, ShowDesk, SteerVisit],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: StationRun, useValue: run },
        { provide: Journal, useValue: journal },
        { provide: PRINTER, useValue: printer },
        { provide: TERMINAL, useValue: terminal },
        { provide: Desk, useFactory: () => new Desk(config.PRINTER_DRIVER === 'manual' ? 1 : config.STATION_CLAIMS) },
        OfficeLine,
        ClaimWork,
        TellOffice,
        PrintCards,
        SettleEarlierRun,
        KeepInTouch,
        { provide: VisitBag, useFactory: () => new VisitBag(config.JOURNAL_DIR, config.STATION_KEY) },
        GoOnVisit,
        TalkAtTerminal,
        WorkAllDay,
      ],
    };
  }
}
