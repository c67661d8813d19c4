import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#boot';
import { linkName, type LinkName } from '#contracts';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { watchWhatsappIn } from './watch-whatsapp-in.js';

/** The links that services announce, and the way by which WhatsApp calls us, which the console watches itself. */
export type ShownLinkName = LinkName | 'whatsapp-in';

export interface LinkShown {
  readonly link: ShownLinkName;
  readonly state: 'up' | 'down';
  /** Since when it is so; null while no service has ever lost it. */
  readonly since: string | null;
  readonly cause: string | null;
  /** The services that see it down: with all its ways. */
  readonly seenBy: readonly string[];
  /** Its ways that are down, a backup included: with one left the link is up. */
  readonly lostWays: readonly ('primary' | 'backup')[];
  /** How much waits for it: requests for the register and the printing line, messages for WhatsApp; on the way in, those without WhatsApp’s word. */
  readonly waiting: number;
}

/** What each link holds up when it is down. */
const waiting: Readonly<Record<LinkName, string>> = {
  whatsapp: "select count(*)::int as count from message where state = 'queued'",
  diskominfo: "select count(*)::int as count from application where state = 'checking_register'",
  'diskominfo-print': "select count(*)::int as count from application where state = 'ready_to_print'",
};

/** Every named link as the services that use it last saw it, and the way in from WhatsApp. */
export async function listLinks(dataSource: DataSource): Promise<LinkShown[]> {
  const rows = await queryRows<{
    link: string;
    way: 'primary' | 'backup';
    seen_by: string;
    lost: boolean;
    cause: string;
    since: Date;
  }>(dataSource, 'select link, way, seen_by, lost, cause, since from link_state order by since');
  const announced = await Promise.all(
    linkName.options.map(async (link): Promise<LinkShown> => {
      const seen = rows.filter((row) => row.link === link);
      const down = seen.filter((row) => row.lost);
      // The last way to go took the link down.
      const lost = down.filter((row) => seen.every((other) => other.seen_by !== row.seen_by || other.lost));
      const seenBy = [...new Set(lost.map((row) => row.seen_by))];
      const first = lost.findLast((row) => row.seen_by === seenBy[0]);
      const [counted] = await queryRows<{ count: number }>(dataSource, waiting[link]);
      return {
        link,
        state: first ? 'down' : 'up',
        since: (first ?? seen.at(-1))?.since.toISOString() ?? null,
        cause: first?.cause ?? null,
        seenBy,
        lostWays: [...new Set(down.map((row) => row.way))],
        waiting: counted?.count ?? 0,
      };
    }),
  );
  return [...announced, await showWhatsappIn(dataSource)];
}

async function showWhatsappIn(dataSource: DataSource): Promise<LinkShown> {
  const { isSilent, since, unanswered } = await watchWhatsappIn(dataSource);
  return {
    link: 'whatsapp-in',
    state: isSilent ? 'down' : 'up',
    since: since?.toISOString() ?? null,
    cause: isSilent ? 'silence' : null,
    seenBy: isSilent ? ['ops-console'] : [],
    lostWays: [],
    waiting: isSilent ? unanswered : 0,
  };
}

@ApiTags('operation')
@Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
@Controller('links')
export class ShowLinks {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The outside networks: which is down, since when, and what waits for it' })
  async list(): Promise<{ links: LinkShown[] }> {
    return { links: await listLinks(this.dataSource) };
  }
}
