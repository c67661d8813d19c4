import { useEffect, useRef, useState } from 'react';

const kept = 'loket-shortcuts';
/** How long `g` waits for the second key. */
const withinMs = 1_500;

export interface Shortcuts {
  readonly areOn: boolean;
  readonly turn: (on: boolean) => void;
}

/**
 * Single keys and `g` followed by a key, for who works without a mouse. Not while something is being typed, and to be switched
 * off: who dictates to the computer would else set them off by speaking (WCAG 2.1.4).
 */
export function useShortcuts(acts: Readonly<Record<string, () => void>>): Shortcuts {
  const [areOn, setOn] = useState(() => localStorage.getItem(kept) !== 'off');
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    if (!areOn) return;
    let first = { key: '', at: 0 };
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const follows = first.key === 'g' && event.timeStamp - first.at < withinMs;
      const act = current.current[follows ? `g ${event.key}` : event.key];
      first = { key: follows ? '' : event.key, at: event.timeStamp };
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [areOn]);
  return {
    areOn,
    turn: (on) => {
      localStorage.setItem(kept, on ? 'on' : 'off');
      setOn(on);
    },
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
