// What the set-up must know of the region file; the services read and check all of it. Needs no package.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SetupError } from './ports.mjs';
import { root } from './runtime.mjs';

export const usualRegionFile = join(root, 'infra/region/nunukan.json');

/**
 * @typedef {object} Region
 * @property {string} areaCode
 * @property {string} timeZone
 * @property {{ code: string, district: string, printers?: unknown[] }[]} offices
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ file: string, region: Region }}
 */
export function readRegion(env) {
  const file = resolve(env.REGION_FILE || usualRegionFile);
  try {
    return { file, region: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    throw new SetupError(
      `the region file ${file} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The office whose printer `npm start` runs a station for. @param {Pick<Region, 'offices'>} region */
export function printingOffice(region) {
  const office = region.offices.find((one) => (one.printers ?? []).length > 0) ?? region.offices[0];
  if (office === undefined) throw new SetupError('the region file names no office');
  return office.code;
}
