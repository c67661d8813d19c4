import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Tx } from '#outbox';
import { deedsOf, type Heard } from './alert-words.js';
import { ALERTING, type Alerting } from './alerting.js';
import { endAlert, openAlert } from './staff-alert.js';

/** Notes what somebody of the staff must know; tell-staff.ts tells them. The same trouble is one alert, however often it comes. */
@Controller()
export class AlertStaff {
  constructor(@Inject(ALERTING) private readonly alerting: Alerting) {}

  @EventPattern<string>('notification.alert-staff')
  async handle(@Payload() event: Heard[keyof Heard], @Ctx() tx: Tx): Promise<void> {
    for (const deed of deedsOf(event.type, event, this.alerting)) {
      await (deed.does === 'open' ? openAlert(tx, deed) : endAlert(tx, { ...deed, at: event.time }));
    }
  }
}
