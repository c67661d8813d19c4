import { ProblemError } from '#boot';
import type { Obstacle } from './obstacle.js';
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

/** What a station must have before it is given a card: 409 with a code of its own. */
export function lacking(lack: Exclude<Obstacle, 'network'>): ProblemError {
  switch (lack) {
    case 'blanks':
      return new ProblemError(409, 'no-blanks', 'This station has no blank left');
    case 'ribbon':
      return new ProblemError(409, 'lacks-ribbon', 'This station has no ribbon');
    case 'film':
      return new ProblemError(409, 'lacks-film', 'This station has no film');
    case 'power':
    case 'station':
      return new ProblemError(409, 'station-stopped', 'This station cannot print now');
  }
}

/** A job of another office is nobody's business here. */
export const otherOffice = (): ProblemError => new ProblemError(403, 'other-office', 'This belongs to another office');
