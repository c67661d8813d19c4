import type { Role } from '#boot';

/** Who may see every office's requests; others see those of their own office. The same rule as the services have. */
const everywhere: readonly Role[] = ['reviewer', 'head', 'admin', 'auditor'];

/** The office a member of staff is bound to; null for those who serve the whole regency. */
export function officeOf(person: {
  readonly roles: readonly Role[];
  readonly office?: string | null | undefined;
}): string | null {
  if (person.roles.some((role) => everywhere.includes(role))) return null;
  return person.office ?? null;
}
