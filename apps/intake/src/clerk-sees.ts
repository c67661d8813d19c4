import { type Clerk, ProblemError } from '#boot';
import type { ApplicationRow } from './application/application.row.js';

/** Who may see every office's requests; others see those of their own office. */
const everywhere: readonly Clerk['roles'][number][] = ['reviewer', 'head', 'admin'];

/** The office a member of staff is bound to; null for those who serve the whole regency. */
export function officeOf(clerk: Clerk): string | null {
  if (clerk.office === undefined || clerk.roles.some((role) => everywhere.includes(role))) return null;
  return clerk.office;
}

/**
 * Lets a clerk at an application of their office. What is not theirs is not there for them.
 * @throws ProblemError 404
 */
export function mustSee<Row extends Pick<ApplicationRow, 'office' | 'opened_at_office'>>(
  clerk: Clerk,
  row: Row | undefined,
): Row {
  const office = officeOf(clerk);
  if (row && (office === null || office === row.office || office === row.opened_at_office)) return row;
  throw noSuchApplication();
}

export function noSuchApplication(): ProblemError {
  return new ProblemError(404, 'application-not-found', 'There is no such application');
}

/** What an office's clerk asks that the application's state does not allow. */
export function wrongState(state: string): ProblemError {
  return new ProblemError(409, 'wrong-state', 'The application is not in a state for that', `it is ${state}`, {
    state,
  });
}
