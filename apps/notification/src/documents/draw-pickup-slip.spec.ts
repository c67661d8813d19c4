import { describe, expect, it } from '@jest/globals';
import { exampleApplication } from '../catalogue/example-application.js';
import { drawPickupSlip } from './draw-pickup-slip.js';

const setting = {
  agency: 'Disdukcapil Kabupaten Contoh',
  timeZone: 'Asia/Makassar',
  timeZoneName: 'WITA',
  workingDays: 2,
  complaintChannel: 'di loket',
  tutorialUrl: null,
};

describe('the pick-up slip', () => {
  it('is one page, small enough for a poor line', async () => {
    const office = {
      ...exampleApplication.office,
      hours: 'Senin sampai Jumat 07.30–16.00',
      address: 'Jalan '.repeat(12),
    };
    const bytes = await drawPickupSlip({ ...exampleApplication, office }, setting);
    const text = bytes.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
    expect(bytes.length).toBeLessThan(60_000);
  });
});
