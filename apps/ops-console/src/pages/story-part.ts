import type { Story, StoryEntry } from '../tell-story.js';
import { html, type Html } from './html.js';
import type { Times } from './times.js';

type Span = Extract<StoryEntry, { entry: 'span' }>;

/** Every trace of the request as a waterfall, in the order in which they began. */
export function storyPart(story: Story, times: Times): Html {
  const spans = story.entries.filter((entry) => entry.entry === 'span');
  if (spans.length === 0) return html`<p>Belum ada jejak. Jejak tiba beberapa detik setelah kejadian.</p>`;
  return html`<p>Layanan: ${story.services.join(', ')}.${story.truncated ? ' Sebagian saja yang ditampilkan.' : ''}</p>
    ${story.traces.map((traceId) =>
      traceTable(
        traceId,
        spans.filter((span) => span.traceId === traceId),
        times,
      ),
    )}`;
}

function traceTable(traceId: string, spans: readonly Span[], times: Times): Html {
  const [first] = spans;
  if (!first) return html``;
  const start = Date.parse(first.at);
  const end = Math.max(...spans.map((span) => Date.parse(span.at) + span.durationMs));
  const whole = Math.max(1, end - start);
  const services = [...new Set(spans.map((span) => span.service))].join(' → ');
  return html`<details data-trace="${traceId}">
    <summary>${times.at(first.at)} · ${services} · ${Math.round(whole)} ms <code>${traceId}</code></summary>
    <table class="story">
      <thead>
        <tr>
          <th>Mulai</th>
          <th>Layanan</th>
          <th>Kegiatan</th>
          <th>Lama</th>
          <th>Hasil</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${spans.map((span) => {
          const offset = Date.parse(span.at) - start;
          return html`<tr data-service="${span.service}">
            <td>+${offset} ms</td>
            <td>${span.service}</td>
            <td>${nameOf(span)}</td>
            <td>${span.durationMs.toFixed(1)} ms</td>
            <td class="${span.outcome}">${span.outcome === 'ok' ? 'baik' : 'gagal'}</td>
            <td>
              <svg viewBox="0 0 1000 10" preserveAspectRatio="none" class="bar" aria-hidden="true">
                <rect
                  class="${span.outcome}"
                  x="${(offset / whole) * 1000}"
                  y="0"
                  height="10"
                  width="${Math.max(3, (span.durationMs / whole) * 1000)}"
                />
              </svg>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </details>`;
}

/** An HTTP span is named by its method alone: its route says more. */
function nameOf(span: Span): string {
  const route = span.attributes['http.route'] ?? span.attributes['http.target'] ?? span.attributes['url.path'];
  return typeof route === 'string' && !span.name.includes('/') ? `${span.name} ${route}` : span.name;
}
