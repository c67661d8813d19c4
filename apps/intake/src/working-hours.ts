import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#civil-registry';
import { Territory } from './territory.js';

/** When each office works. */
@Injectable()
export class WorkingHours {
  constructor(private readonly territory: Territory) {}

  /** The calendar of an office. */
  async of(_office: string): Promise<WorkingCalendar> {
    return this.territory.calendar;
  }
}
