/** Who is signed in, as the page that the console sent says. */
export interface Visitor {
  readonly username: string;
  readonly roles: readonly string[];
  readonly office: string | null;
  readonly timeZone: string;
}

function meta(name: string): string {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}

/** What every act sends back, so that no other site can act. */
export const csrf = meta('csrf');
/** Of the style elements that the component library makes. */
export const styleNonce = meta('style-nonce');
/** Where Jaeger shows traces; empty where the console's own waterfall does. */
export const tracesAt = meta('traces-at');
export const visitor: Visitor = JSON.parse(
  meta('visitor') || '{"username":"","roles":[],"office":null,"timeZone":"UTC"}',
);

/** Whether one of these rights is there. It only decides what is offered; the services judge every act. */
export function may(...roles: readonly string[]): boolean {
  return roles.some((role) => visitor.roles.includes(role));
}
