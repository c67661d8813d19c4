import { useMemo } from 'react';
import { visitor } from '../session/visitor.js';
import { useSpeech } from './language.js';

/** Instants and spans as staff read them, in the office's time. */
export function useTimes() {
  const { language, say } = useSpeech();
  return useMemo(() => {
    const locale = language === 'id' ? 'id-ID' : 'en-GB';
    const day = { timeZone: visitor.timeZone, day: '2-digit', month: 'short', year: 'numeric' } as const;
    const whole = new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' });
    const exact = new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const dayOnly = new Intl.DateTimeFormat(locale, day);
    const shown = (format: Intl.DateTimeFormat) => (instant: string | null | undefined) => {
      if (!instant) return '—';
      const date = new Date(instant);
      return Number.isNaN(date.getTime()) ? instant : format.format(date);
    };
    const roughly = (seconds: number) => {
      const minutes = Math.max(0, Math.floor(seconds / 60));
      if (minutes < 60) return `${minutes} ${say('menit', 'min')}`;
      if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} ${say('jam', 'h')}`;
      return `${Math.floor(minutes / 1440)} ${say('hari', 'days')}`;
    };
    return {
      at: shown(whole),
      exactly: shown(exact),
      on: shown(dayOnly),
      /** `3 hari`, `4 jam`, `12 menit`: roughly how long ago. */
      ago: (instant: string) => roughly((Date.now() - Date.parse(instant)) / 1000),
      /** The same of a number of seconds; below a minute in seconds. */
      span: (seconds: number) =>
        seconds < 60 ? `${Math.max(0, Math.round(seconds))} ${say('detik', 's')}` : roughly(seconds),
    };
  }, [language, say]);
}
