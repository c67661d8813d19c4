import { Injectable } from '@nestjs/common';
import { type CalendarSettings, calendarSettings, workingCalendar, type WorkingCalendar } from '#civil-registry';
import { DataSource } from 'typeorm';
import { Territory } from './territory.js';

/** The place of the hours that all offices share, unless they have their own. */
export const wholeRegion = 'region';

interface Edited {
  readonly revision: number;
  readonly settings: CalendarSettings;
  readonly calendar: WorkingCalendar;
}

/** What an edit by another replica may take to be seen. */
const freshMs = 3_000;

/**
 * When each office works: its own calendar, or the region's as it was edited, or the region file's. Edits take effect without a
 * restart, in every replica within seconds.
 */
@Injectable()
export class WorkingHours {
  private edited: Promise<ReadonlyMap<string, Edited>> | undefined;
  private readAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly territory: Territory,
  ) {}

  /** The calendar to reckon with. */
  async of(office: string): Promise<WorkingCalendar> {
    const edited = await this.all();
    return (edited.get(office) ?? edited.get(wholeRegion))?.calendar ?? this.territory.calendar;
  }

  /** The settings behind it, and the revision that the next edit must name: 0 where there is none yet. */
  async settingsOf(place: string): Promise<{ readonly revision: number; readonly settings: CalendarSettings }> {
    const edited = await this.all();
    const own = edited.get(place);
    if (own) return own;
    const { settings } = edited.get(wholeRegion) ?? { settings: this.territory.region.calendar };
    return { revision: 0, settings };
  }

  /** Reads anew at the next question: somebody here has edited. */
  forget(): void {
    this.edited = undefined;
  }

  private all(): Promise<ReadonlyMap<string, Edited>> {
    const now = performance.now();
    if (this.edited && now - this.readAt < freshMs) return this.edited;
    this.readAt = now;
    this.edited = this.read().catch((error: unknown) => {
      this.edited = undefined;
      throw error;
    });
    return this.edited;
  }

  private async read(): Promise<ReadonlyMap<string, Edited>> {
    const rows: { place: string; revision: number; settings: unknown }[] = await this.dataSource.query(
      'select distinct on (place) place, revision, settings from office_calendar order by place, revision desc',
    );
    return new Map(
      rows.map(({ place, revision, settings }) => {
        const read = calendarSettings.parse(settings);
        return [
          place,
          { revision, settings: read, calendar: workingCalendar(read, this.territory.region.timeZone) },
        ] as const;
      }),
    );
  }
}
