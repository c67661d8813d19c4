import { Injectable } from '@nestjs/common';
import type { Person } from '../access/account.row.js';
import type { Reachable } from '../access/services.js';
import { AuditLog } from './audit-log.js';
import { whatIsSeen } from './what-is-seen.js';

/** A page that renews itself is one view for so long; an original or an act is written down every time. */
const sameViewMs = 5 * 60_000;
const mostRemembered = 20_000;

/** Writes down who looks at whose data, before they see it. */
@Injectable()
export class NoteViews {
  private readonly seen = new Map<string, number>();

  constructor(private readonly log: AuditLog) {}

  /** @throws when it cannot be written down */
  async note(person: Person, service: Reachable, method: string, path: string, now = Date.now()): Promise<void> {
    const view = whatIsSeen(service, method, path);
    if (!view) return;
    const again = method === 'GET' && !view.act.endsWith('/content');
    const key = `${person.username} ${view.act} ${view.subject ?? ''}`;
    const before = this.seen.get(key);
    if (again && before !== undefined && now - before < sameViewMs) return;
    await this.log.note({ actor: person.username, roles: person.roles, office: person.office, ...view });
    if (again) this.remember(key, now);
  }

  private remember(key: string, now: number): void {
    this.seen.delete(key);
    this.seen.set(key, now);
    const [oldest] = this.seen.keys();
    if (this.seen.size > mostRemembered && oldest !== undefined) this.seen.delete(oldest);
  }
}
