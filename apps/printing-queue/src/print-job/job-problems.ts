import { ProblemError } from '#boot';
import type { Refusal } from './print-job.js';

const titles: Readonly<Record<Refusal, string>> = {
  taken: 'Another station has this job',
  'job-ended': 'This job is over',
  'job-begun': 'This job has begun',
  'job-held': 'This job is put aside until a person has looked',
  'old-attempt': 'This attempt is not the newest one of this station',
  'not-begun': 'This attempt has not begun',
  'lease-over': 'The lease of this attempt is over; claim again',
  'serial-differs': 'This attempt is bound to another blank',
  'not-held': 'This job is not put aside',
};

/** What a station or a clerk is told when a job does not allow what they want: 409 with the machine's own word. */
export const jobRefused = (why: Refusal): ProblemError => new ProblemError(409, why, titles[why]);

export const noSuchJob = (): ProblemError => new ProblemError(404, 'print-job-not-found', 'There is no such print job');

/** A job of another office is nobody's business here. */
export const otherOffice = (): ProblemError => new ProblemError(403, 'other-office', 'This belongs to another office');
