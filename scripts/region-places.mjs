// Where a region's invented people live: real districts and villages of it, from the official list of areas.
import { getDistricts, getVillages } from 'idn-area-data';
import { printingOffice } from './region.mjs';

/**
 * @typedef {object} Places
 * @property {string} districtCode  six digits: where the printing office stands
 * @property {string} district      its name
 * @property {string} village       the first one of it by code
 * @property {string[]} districts   the names of all districts, by code
 */

/**
 * @param {Pick<import('./region.mjs').Region, 'areaCode' | 'offices'>} region
 * @returns {Promise<Places>}
 */
export async function placesOf(region) {
  const office = region.offices.find(({ code }) => code === printingOffice(region));
  const districtCode = office?.district ?? '';
  const districts = (await getDistricts()).filter(({ code }) => code.startsWith(`${region.areaCode}.`));
  const own = districts.find(({ code }) => code.replaceAll('.', '') === districtCode) ?? districts[0];
  if (own === undefined) throw new Error(`the official list of areas has no district of ${region.areaCode}`);
  const village = (await getVillages()).find((one) => one.district_code === own.code);
  return {
    districtCode: own.code.replaceAll('.', ''),
    district: own.name,
    village: village?.name ?? own.name,
    districts: districts.map(({ name }) => name),
  };
}
