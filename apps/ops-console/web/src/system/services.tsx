import type { ServicesShown } from '../../../src/show-services.js';
import { linkWords, type Pair } from '../../../src/pages/words.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

const states: Readonly<Record<string, Pair>> = {
  ready: ['siap', 'ready'],
  'not-ready': ['BELUM SIAP', 'NOT READY'],
  away: ['TIDAK MENJAWAB', 'AWAY'],
};

/** Each service by its own word: whether it works, what it has not yet published, and what waits for a network. */
export function Services() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const services = useAsked<ServicesShown>('services', '/api/ops-console/services');
  return (
    <Part query={services}>
      {({ services: all }) => (
        <List
          label={say('Layanan Loket', 'Services of Loket')}
          heads={[
            say('Layanan', 'Service'),
            say('Keadaan', 'State'),
            say('Belum terbit', 'Unpublished'),
            say('Tertua', 'Oldest'),
            say('Penerima berhenti karena', 'Consumers paused for'),
          ]}
          rows={all.map(({ service, state, missing, outbox, paused }) => ({
            key: service,
            cells: [
              service,
              <span key="state">
                {state === 'ready' ? word(states, state) : <b>{word(states, state)}</b>}
                {missing === null ? '' : `: ${missing}`}
              </span>,
              outbox === null
                ? '—'
                : `${outbox.waiting}${outbox.setAside === 0 ? '' : ` + ${outbox.setAside} ${say('disisihkan', 'set aside')}`}`,
              outbox === null || outbox.waiting === 0 ? '—' : times.span(outbox.oldestSeconds),
              paused.map(({ queue, link }) => `${queue}: ${word(linkWords, link)}`).join(', ') || '—',
            ],
          }))}
        />
      )}
    </Part>
  );
}
