import { describe, expect, it } from '@jest/globals';
import { drawPickupSlip } from './draw-pickup-slip.js';

describe('the pick-up slip', () => {
  it('is one page, small enough for a poor line', async () => {
    const bytes = await drawPickupSlip({
      agency: 'Disdukcapil Kabupaten Contoh',
      ticket: 'L-4F7K2',
      maskedName: 'BUD*** S***',
      maskedNik: '650399**********',
      service: 'KTP-el pengganti karena rusak',
      readySince: 'Selasa, 24 November 2026',
      pickup: `Kantor Contoh, ${'Jalan '.repeat(12)}`,
      hours: 'Senin sampai Jumat 07.30–16.00',
      bring: 'KTP-el yang rusak (akan ditarik) dan KK',
      trackUrl: 'https://loket.example.go.id/track/0000EXAMPLE',
    });
    const text = bytes.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
    expect(bytes.length).toBeLessThan(60_000);
  });
});
