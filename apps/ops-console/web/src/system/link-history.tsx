import { Button } from '@mantine/core';
import { linkCauseWords, linkWords } from '../../../src/pages/words.js';
import type { LinkHistory as History } from '../../../src/show-link-history.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useLongList } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** When which network was down, for how long, and why. */
export function LinkHistory() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const history = useLongList<History>('links', '/api/ops-console/links/history?limit=20', ({ next }) => next, 'after');
  return (
    <Part query={history}>
      {({ pages }) => (
        <>
          <List
            label={say('Riwayat gangguan jaringan', 'History of outages')}
            empty={say('Belum pernah putus.', 'No outage so far.')}
            heads={[
              say('Jaringan', 'Link'),
              say('Jalur', 'Way'),
              say('Putus sejak', 'Down since'),
              say('Pulih', 'Restored'),
              say('Lama', 'For'),
              say('Sebab', 'Cause'),
              say('Dilihat oleh', 'Seen by'),
            ]}
            rows={pages
              .flatMap((page) => page.outages)
              .map((one) => ({
                key: one.eventId,
                cells: [
                  word(linkWords, one.link),
                  one.way === 'primary' ? say('utama', 'primary') : say('cadangan', 'backup'),
                  times.at(one.since),
                  one.until === null ? <b key="until">{say('masih putus', 'still down')}</b> : times.at(one.until),
                  times.span(
                    ((one.until === null ? Date.now() : Date.parse(one.until)) - Date.parse(one.since)) / 1000,
                  ),
                  word(linkCauseWords, one.cause),
                  one.seenBy,
                ],
              }))}
          />
          {history.hasNextPage && (
            <Button variant="default" onClick={() => void history.fetchNextPage()}>
              {say('Tampilkan lagi', 'Show more')}
            </Button>
          )}
        </>
      )}
    </Part>
  );
}
