import type { Tx } from '#outbox';
import { type PrintPolicy, rulesOf, usualPolicy } from './print-policy.js';

/** What an office's policy still allows today. */
export interface Limits {
  /** The whole office has made what it may today. */
  readonly isFull: boolean;
  /** Rules with a quota, and what is left of it today. */
  readonly quotas: readonly { readonly rule: string; readonly left: number }[];
  readonly quotaWaivedAfterDays: number;
}

/** The office's policy; the usual one where it has set none. */
export async function findPolicy(tx: Tx, office: string): Promise<PrintPolicy> {
  const [row] = await tx.query<{ policy: PrintPolicy }>('select policy from print_policy where office = $1', [office]);
  return row?.policy ?? usualPolicy;
}

/** @returns undefined where the policy limits nothing: most offices on most days */
export async function findLimits(tx: Tx, office: string): Promise<Limits | undefined> {
  const [row] = await tx.query<{ policy: PrintPolicy; timeZone: string }>(
    'select policy, time_zone as "timeZone" from print_policy where office = $1',
    [office],
  );
  if (!row) return undefined;
  const { policy, timeZone } = row;
  const limited = rulesOf(policy).filter((rule) => rule.quotaPerDay !== null);
  if (limited.length === 0 && policy.cardsPerDay === null) return undefined;
  const made = await cardsToday(tx, office, timeZone);
  const total = made.reduce((sum, { n }) => sum + n, 0);
  return {
    isFull: policy.cardsPerDay !== null && total >= policy.cardsPerDay,
    quotas: limited.map(({ name, quotaPerDay }) => ({
      rule: name,
      left: Math.max(0, (quotaPerDay ?? 0) - (made.find(({ rule }) => rule === name)?.n ?? 0)),
    })),
    quotaWaivedAfterDays: policy.quotaWaivedAfterDays,
  };
}

/** Cards begun today by the office's clock, and those in hand, by rule. */
export function cardsToday(tx: Tx, office: string, timeZone: string): Promise<{ rule: string | null; n: number }[]> {
  return tx.query(
    `select rule, count(*)::int as n from (
       select j.policy_rule as rule from print_attempt a join print_job j on j.id = a.job_id
        where a.begun_at >= date_trunc('day', now() at time zone $2) at time zone $2 and j.office = $1
          and a.outcome is distinct from 'not_fed'
       union all select policy_rule from print_job where office = $1 and state = 'claimed') as made
      group by rule`,
    [office, timeZone],
  );
}
