import type { Silence } from '#civil-registry';

/** How long intake waits for people and networks, and how much it takes from one of them, from its configuration. */
export class Patience {
  constructor(
    readonly submitQuietSeconds: number,
    readonly askServiceAfterSeconds: number,
    readonly networkHoldAfterSeconds: number,
    readonly silenceIn: (district: string) => Silence,
    readonly messageRetentionDays: number,
    readonly filesPerHour: number,
    readonly complaintWorkingDays: number,
    readonly handoverSilenceHours: number,
    readonly surveyAfterMinutes: number,
  ) {}
}
