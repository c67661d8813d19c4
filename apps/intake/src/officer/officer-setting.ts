import { z } from 'zod';
import type { Territory } from '../territory.js';
import type { DeviceRow } from './device.row.js';

/** What an officer's page must know without a line. The page reads it by this schema. */
export const officerSetting = z.object({
  deviceId: z.uuid(),
  officer: z.string(),
  label: z.string(),
  agencyName: z.string(),
  timeZone: z.string(),
  district: z.object({ code: z.string(), name: z.string() }),
  /** Names of the villages of the sub-district. */
  villages: z.array(z.string()),
  offices: z.array(z.object({ code: z.string(), name: z.string() })),
  /** The office that serves the sub-district. */
  office: z.string(),
  /** What bundles are sealed for, `age1…`. */
  officeKey: z.string(),
  /** What proves a reply that came on a stick: a JWK of Ed25519. */
  replyKey: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
});
export type OfficerSetting = z.output<typeof officerSetting>;

export function settingFor(
  device: DeviceRow,
  { region, areas }: Territory,
  keys: Pick<OfficerSetting, 'officeKey' | 'replyKey'>,
): OfficerSetting {
  return {
    deviceId: device.id,
    officer: device.officer,
    label: device.label,
    agencyName: region.agencyName,
    timeZone: region.timeZone,
    district: { code: device.district, name: areas.district(device.district)?.name ?? device.district },
    villages: areas.villagesOf(device.district).map(({ name }) => name),
    offices: region.offices.map(({ code, name }) => ({ code, name })),
    office: device.office,
    officeKey: keys.officeKey,
    replyKey: keys.replyKey,
  };
}
