import { Text } from '@mantine/core';
import type { Story, StoryEntry } from '../../../src/tell-story.js';
import { List } from '../parts/list.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

type Span = Extract<StoryEntry, { entry: 'span' }>;

/** Every trace of the request as a waterfall, in the order in which they began. */
export function StoryTraces({ story }: { readonly story: Story }) {
  const { say } = useSpeech();
  const spans = story.entries.filter((entry) => entry.entry === 'span');
  if (spans.length === 0)
    return (
      <Text c="dimmed">
        {say(
          'Belum ada jejak. Jejak tiba beberapa detik setelah kejadian.',
          'No traces yet: they come some seconds later.',
        )}
      </Text>
    );
  return (
    <>
      <Text size="sm">
        {say('Layanan', 'Services')}: {story.services.join(', ')}.{' '}
        {story.truncated ? say('Sebagian saja yang ditampilkan.', 'Only a part is shown.') : ''}
      </Text>
      {story.traces.map((traceId) => (
        <Trace key={traceId} traceId={traceId} spans={spans.filter((span) => span.traceId === traceId)} />
      ))}
    </>
  );
}

function Trace({ traceId, spans }: { readonly traceId: string; readonly spans: readonly Span[] }) {
  const { say } = useSpeech();
  const times = useTimes();
  const [first] = spans;
  if (!first) return null;
  const start = Date.parse(first.at);
  const whole = Math.max(1, Math.max(...spans.map((span) => Date.parse(span.at) + span.durationMs)) - start);
  return (
    <details id={`trace-${traceId}`} data-trace={traceId}>
      <summary>
        {times.exactly(first.at)} · {[...new Set(spans.map(({ service }) => service))].join(' → ')} ·{' '}
        {Math.round(whole)} ms <code>{traceId.slice(0, 8)}</code>
      </summary>
      <List
        label={say('Jejak', 'Trace')}
        heads={[
          say('Mulai', 'Begins'),
          say('Layanan', 'Service'),
          say('Kegiatan', 'What'),
          say('Lama', 'Takes'),
          say('Hasil', 'Outcome'),
          '',
        ]}
        rows={spans.map((span) => {
          const offset = Date.parse(span.at) - start;
          return {
            key: span.spanId,
            cells: [
              `+${offset} ms`,
              span.service,
              nameOf(span),
              `${span.durationMs.toFixed(1)} ms`,
              span.outcome === 'ok' ? say('baik', 'ok') : say('gagal', 'failed'),
              <svg key="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" className="bar" aria-hidden="true">
                <rect
                  className={span.outcome}
                  x={(offset / whole) * 1000}
                  y="0"
                  height="10"
                  width={Math.max(3, (span.durationMs / whole) * 1000)}
                />
              </svg>,
            ],
          };
        })}
      />
    </details>
  );
}

/** An HTTP span is named by its method alone: its route says more. */
function nameOf(span: Span): string {
  const route = span.attributes['http.route'] ?? span.attributes['http.target'] ?? span.attributes['url.path'];
  return typeof route === 'string' && !span.name.includes('/') ? `${span.name} ${route}` : span.name;
}
