import { Injectable } from '@nestjs/common';
import { counter } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { type Audited, type AuditEntry, continueChain, type ChainEnd, genesis } from './hash-chain.js';

const written = counter('loket_console_audit_entries_total', 'Entries of the audit chain');
const mostAtOnce = 200;

interface Waiting {
  readonly audited: Audited;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the audit chain. An entry is committed before `note` resolves, so nothing is shown that is not written down. What comes
 * while one transaction runs goes with the next, all together: many readers cost one commit, and a lock in the database keeps
 * replicas in one chain.
 */
@Injectable()
export class AuditLog {
  private waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws when it cannot be written: then nothing may be shown either */
  note(audited: Audited): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ audited, done, failed });
      if (!this.running) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, mostAtOnce);
      this.waiting = this.waiting.slice(mostAtOnce);
      try {
        await this.unitOfWork.run((tx) =>
          append(
            tx,
            batch.map(({ audited }) => audited),
          ),
        );
        written.inc(batch.length);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.running = false;
  }
}

async function append(tx: Tx, all: readonly Audited[]): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('loket-audit'))");
  // Asked after the lock, so that it is really the last.
  const [end] = await tx.query<{ number: string; hash: string; now: Date }>(
    'select number, hash from audit_entry order by number desc limit 1',
  );
  const [{ now } = { now: new Date() }] = await tx.query<{ now: Date }>(
    'select clock_timestamp()::timestamptz(3) as now',
  );
  const from: ChainEnd = end ? { number: Number(end.number), hash: end.hash } : { number: 0, hash: genesis };
  const entries: AuditEntry[] = continueChain(from, all, now);
  await tx.query(
    `insert into audit_entry (number, at, actor, roles, office, act, subject, previous, hash)
     select number, at, actor, roles, office, act, subject, previous, hash
       from jsonb_populate_recordset(null::audit_entry, $1::jsonb)`,
    [JSON.stringify(entries)],
  );
}
