import type { LinkShown } from '../../../src/show-links.js';
import { useAsked } from '../session/ask.js';
import { linkCauseWords, linkWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** On every page: which outside network is down, since when, why, and how much waits for it. */
export function LinkStrip() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const { data } = useAsked<{ links: LinkShown[] }>('links', '/api/ops-console/links');
  return (
    <ul className="links" aria-label={say('Keadaan jaringan', 'State of the links')} aria-live="polite">
      {(data?.links ?? []).map(({ link, state, since, cause, waiting }) => (
        <li key={link} className={state} data-link={link} data-state={state}>
          {word(linkWords, link)}:{' '}
          {state === 'up'
            ? say('tersambung', 'up')
            : `${say('PUTUS sejak', 'DOWN since')} ${times.at(since)}${cause === null ? '' : `, ${word(linkCauseWords, cause)}`}; ${waiting} ${say('menunggu', 'wait')}`}
        </li>
      ))}
    </ul>
  );
}
