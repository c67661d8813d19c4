import { describe, expect, it } from '@jest/globals';
import { counter, gauge, histogram, metrics, observeProcess } from './metrics.js';

describe('metrics', () => {
  it('are made once per name, marked with the service, and shown together', async () => {
    observeProcess('intake');
    observeProcess('intake');
    counter('loket_things_total', 'things', ['kind']).inc({ kind: 'a' });
    counter('loket_things_total', 'things', ['kind']).inc({ kind: 'a' });
    histogram('loket_wait_seconds', 'waits').observe(0.2);
    gauge('loket_depth', 'depth', [], (one) => one.set(4));
    const shown = await metrics.metrics();
    expect(shown).toContain('loket_things_total{kind="a",service="intake"} 2');
    expect(shown).toContain('loket_wait_seconds_bucket{le="0.25",service="intake"} 1');
    expect(shown).toContain('loket_depth{service="intake"} 4');
    expect(shown).toContain('process_resident_memory_bytes');
  });
});
