import { useMemo } from 'react';
import { useSpeech } from '../words/language.js';

/** Figures as people read them in the chosen language; what is not known is a dash, never a nought. */
export function useFigures() {
  const { language, say } = useSpeech();
  return useMemo(() => {
    const locale = language === 'id' ? 'id-ID' : 'en-GB';
    const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    return {
      count: (value: number) => counts.format(value),
      share: (value: number) => shares.format(value),
      /** Working hours. */
      hours: (value: number | null) =>
        value === null ? '—' : `${counts.format(value)} ${say('jam kerja', 'working h')}`,
    };
  }, [language, say]);
}
