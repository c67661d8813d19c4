/** A piece of HTML that is safe to send: made by {@link html} only. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

/**
 * A template whose values are text, never markup: whatever a citizen called himself stays what he wrote. Lists are joined;
 * `false`, `null` and `undefined` are left out; only another {@link Html} goes in as it is.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.reduce((text, literal, at) => text + shown(parts[at - 1]) + literal));
}

function shown(part: Part): string {
  if (part === null || part === undefined || typeof part === 'boolean') return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(shown).join('');
}

/** Characters that turn the reading direction could make one text look like another. */
const turning = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** A text as it stands between tags or in an attribute. */
export function escaped(text: string): string {
  return text.replace(turning, '').replace(/[&<>"'`]/g, (one) => entities[one] ?? '');
}
