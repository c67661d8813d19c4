import { Link, LinkFailure } from '#link';
import type { ProbeOutcome, WhatsAppGateway } from '#whatsapp';

/** Injects the gateway that this office uses. */
export const WHATSAPP = Symbol('the WhatsApp gateway');

/** The outside network between here and WhatsApp, with its circuit. Its probe reads our own phone-number object. */
export function whatsappLink(gateway: WhatsAppGateway, ratePerSecond: number): Link {
  return new Link({
    name: 'whatsapp',
    // A file takes two calls of 12 s at most, and once more where its address has expired.
    callTimeoutMs: 36_000,
    // Two silent calls are enough: also a single waiting file shows a black hole within half a minute.
    failuresToOpen: 2,
    ratePerSecond,
    prefetch: 4,
    probe: async (signal) => {
      const outcome: ProbeOutcome = await gateway.probe({ signal });
      if (!outcome.up) throw new LinkFailure(causeOf(outcome.cause));
    },
  });
}

/** A gateway's word for a failed way, as a link's circuit knows it. */
export function causeOf(cause: Extract<ProbeOutcome, { up: false }>['cause']): LinkFailure['failure'] {
  switch (cause) {
    case 'dns':
    case 'connect':
    case 'tls':
      return 'refused';
    case 'timeout':
      return 'timeout';
    case 'cut':
    case 'aborted':
      return 'reset';
    case 'server-error':
      return 'server-error';
  }
}
