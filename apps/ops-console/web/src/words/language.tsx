import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Pair } from '../../../src/pages/words.js';

export type Language = 'id' | 'en';

interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** One of the two texts. */
  readonly say: (id: string, en: string) => string;
  /** The word of a code, or the code where nobody has worded it. */
  readonly word: (table: Readonly<Record<string, Pair>>, code: string) => string;
}

const Speaking = createContext<Speech | undefined>(undefined);
const kept = 'loket-language';

/** Indonesian unless somebody has chosen English on this computer. */
export function SpeakLanguage({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(kept) === 'en' ? 'en' : 'id'));
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(kept, language);
  }, [language]);
  const speech = useMemo((): Speech => {
    const at = language === 'id' ? 0 : 1;
    return {
      language,
      setLanguage,
      say: (id, en) => (language === 'id' ? id : en),
      word: (table, code) => (Object.hasOwn(table, code) ? (table[code]?.[at] ?? code) : code),
    };
  }, [language]);
  return <Speaking value={speech}>{children}</Speaking>;
}

export function useSpeech(): Speech {
  const speech = useContext(Speaking);
  if (!speech) throw new Error('nobody has chosen a language here');
  return speech;
}
