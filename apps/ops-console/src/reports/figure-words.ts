import type { Column, Figure } from './report.js';

const numbers = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat('id-ID', { style: 'percent', maximumFractionDigits: 1 });

/** A figure as people read it; what is not known is a dash, never a nought. */
export function figureWords(figure: Figure | undefined, { kind }: Column): string {
  if (figure === null || figure === undefined) return '—';
  if (typeof figure === 'string') return figure;
  switch (kind) {
    case 'share':
      return shares.format(figure);
    case 'minutes':
      return numbers.format(Math.round(figure));
    case 'count':
    case 'text':
      return numbers.format(figure);
  }
}
