import { tracesAt } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';

/** From what was said to what the services did for it: in Jaeger where there is one, else in the waterfall below. */
export function TraceLink({ traceId }: { readonly traceId: string }) {
  const { say } = useSpeech();
  const short = traceId.slice(0, 8);
  const label = `${say('Jejak', 'Trace')} ${short}`;
  if (tracesAt !== '')
    return (
      <a href={`${tracesAt}/trace/${traceId}`} target="_blank" rel="noopener noreferrer" aria-label={label}>
        {short}
      </a>
    );
  const id = `trace-${traceId}`;
  return (
    <a href={`#${id}`} aria-label={label} onClick={() => unfold(id)}>
      {short}
    </a>
  );
}

/** A folded waterfall would be an empty line where the link leads. */
function unfold(id: string): void {
  const waterfall = document.getElementById(id);
  if (waterfall instanceof HTMLDetailsElement) waterfall.open = true;
}
