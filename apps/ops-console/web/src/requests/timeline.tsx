import { eventWords } from '../../../src/pages/event-words.js';
import type { Story } from '../../../src/tell-story.js';
import { stateWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** What was said about the request, in order. */
export function Timeline({ story }: { readonly story: Story }) {
  const saidInWords = useEventWords();
  const times = useTimes();
  return (
    <ol className="timeline">
      {story.entries.map((entry) =>
        entry.entry === 'event' ? (
          <li key={entry.eventId} data-event={entry.name}>
            <time dateTime={entry.at}>{times.exactly(entry.at)}</time> <b>{saidInWords(entry.name)}</b>{' '}
            <small>
              {entry.service} · {entry.name}
              {entry.sequence === null ? '' : ` · ${entry.sequence}`}
              {entry.traceId !== null && (
                <>
                  {' · '}
                  <a href={`#trace-${entry.traceId}`} onClick={() => openTrace(entry.traceId)}>
                    {entry.traceId.slice(0, 8)}
                  </a>
                </>
              )}
            </small>
          </li>
        ) : null,
      )}
    </ol>
  );
}

/** A browser goes to what a link names, and leaves it closed. */
function openTrace(traceId: string | null): void {
  const trace = document.getElementById(`trace-${traceId}`);
  if (trace instanceof HTMLDetailsElement) trace.open = true;
}

/** An announcement is worded by the state it enters, any other event by itself; in English an event's name is its words. */
export function useEventWords(): (type: string) => string {
  const { language, word } = useSpeech();
  return (type) => {
    const state = type.replace(/^application\./, '').replaceAll('-', '_');
    if (state !== type && state in stateWords) return word(stateWords, state);
    return language === 'id' ? (eventWords[type] ?? type) : type.replace(/[.-]/g, ' ');
  };
}
