import type { LinkShown } from '../../../src/show-links.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { linkCauseWords, linkWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** Every outside network: which is down, who sees it so, which way is left, and how much waits. */
export function Links() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const links = useAsked<{ links: LinkShown[] }>('links', '/api/ops-console/links');
  return (
    <Part query={links}>
      {({ links: all }) => (
        <List
          label={say('Jaringan', 'Links')}
          heads={[
            say('Jaringan', 'Link'),
            say('Keadaan', 'State'),
            say('Sejak', 'Since'),
            say('Sebab', 'Cause'),
            say('Jalur putus', 'Ways down'),
            say('Dilihat oleh', 'Seen by'),
            say('Menunggu', 'Waiting'),
          ]}
          rows={all.map((one) => ({
            key: one.link,
            cells: [
              word(linkWords, one.link),
              one.state === 'up' ? say('tersambung', 'up') : <b key="down">{say('PUTUS', 'DOWN')}</b>,
              times.at(one.since),
              one.cause === null ? '—' : word(linkCauseWords, one.cause),
              one.lostWays
                .map((way) => (way === 'primary' ? say('utama', 'primary') : say('cadangan', 'backup')))
                .join(', ') || '—',
              one.seenBy.join(', ') || '—',
              one.waiting,
            ],
          }))}
        />
      )}
    </Part>
  );
}
