import { capabilities, type Capability } from '#contracts';
import { queryRows } from '#outbox';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { listLinks, type ShownLinkName } from './show-links.js';

export const shownCapability = z.object({
  capability: z.enum(capabilities),
  state: z.enum(['up', 'down']),
  since: z.iso.datetime().nullable(),
  /** `auto`: a probe of ours sees it. `operator`: a person said so; down by either is down. */
  source: z.enum(['auto', 'operator']),
  publicNote: z.string().nullable(),
  setBy: z.string().nullable(),
});
export type ShownCapability = z.output<typeof shownCapability>;

/** The links whose probes tell of a capability. */
const probed: Readonly<Partial<Record<Capability, readonly ShownLinkName[]>>> = {
  WA: ['whatsapp', 'whatsapp-in'],
  PRINT: ['diskominfo-print'],
  NIK_WS: ['diskominfo'],
};

/** Every capability as probes and operator see it now. */
export async function listCapabilities(dataSource: DataSource): Promise<ShownCapability[]> {
  const [links, said] = await Promise.all([
    listLinks(dataSource),
    queryRows<{ capability: string; state: 'up' | 'down'; since: Date; public_note: string | null; set_by: string }>(
      dataSource,
      'select capability, state, since, public_note, set_by from capability',
    ),
  ]);
  return capabilities.map((capability): ShownCapability => {
    const word = said.find((one) => one.capability === capability);
    const lost = links.find((link) => link.state === 'down' && probed[capability]?.includes(link.link));
    if (word?.state === 'down') {
      const { since, public_note, set_by } = word;
      return {
        capability,
        state: 'down',
        since: since.toISOString(),
        source: 'operator',
        publicNote: public_note,
        setBy: set_by,
      };
    }
    if (lost) return { capability, state: 'down', since: lost.since, source: 'auto', publicNote: null, setBy: null };
    const isOurs = capability === 'INTAKE' || probed[capability] !== undefined;
    return {
      capability,
      state: 'up',
      since: word?.since.toISOString() ?? null,
      source: isOurs && !word ? 'auto' : 'operator',
      publicNote: null,
      setBy: word?.set_by ?? null,
    };
  });
}
