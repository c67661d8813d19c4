import { useCallback, useState } from 'react';
import { visitor } from './visitor.js';

/**
 * What somebody has typed and not sent. It survives a reload, a broken line and signing in again, in this tab alone: a shared
 * computer must not keep a citizen's numbers, so it is gone with the tab and with signing out.
 */
const nameOf = (form: string) => `loket:${visitor.username}:${form}`;

export function readDraft<T extends object>(form: string, empty: T): T {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}

function keepDraft(form: string, values: object | undefined): void {
  try {
    if (values === undefined) sessionStorage.removeItem(nameOf(form));
    else sessionStorage.setItem(nameOf(form), JSON.stringify(values));
  } catch {
    // A browser without storage still has the form itself.
  }
}

export function forgetDrafts(): void {
  sessionStorage.clear();
}

/** The values of a form, kept as they are typed. */
export function useDraft<T extends object>(form: string, empty: T) {
  const [values, setValues] = useState<T>(() => readDraft(form, empty));
  const put = useCallback(
    (change: Partial<T>) =>
      setValues((before) => {
        const after = { ...before, ...change };
        keepDraft(form, after);
        return after;
      }),
    [form],
  );
  const forget = useCallback(() => {
    keepDraft(form, undefined);
    setValues(empty);
    // The empty form is the same each time.
  }, [form]);
  return { values, put, forget };
}
