import { describe, expect, it } from '@jest/globals';
import { readFigures } from './read-figures.js';

const text = `# HELP loket_outbox_waiting Events that are stored and not published
# TYPE loket_outbox_waiting gauge
loket_outbox_waiting{state="waiting",service="intake"} 12
loket_outbox_waiting{state="set-aside",service="intake"} 1
loket_outbox_oldest_seconds{service="intake"} 75.4
loket_consumer_paused{queue="intake.fetch-media",link="whatsapp"} 1
loket_consumer_paused{queue="intake.other",link="diskominfo"} 0
loket_outbox_waiting_more{state="waiting"} 99
`;

describe('the figures of a service', () => {
  it('say how far its outbox is behind, and which consumer waits for which link', () => {
    expect(readFigures(text)).toEqual({
      outbox: { waiting: 12, setAside: 1, oldestSeconds: 75 },
      paused: [{ queue: 'intake.fetch-media', link: 'whatsapp' }],
    });
  });

  it('say nothing where there is nothing', () => {
    expect(readFigures('loket_print_jobs{state="held"} 1\n')).toEqual({ outbox: null, paused: [] });
  });
});
