import { cloudApi } from './cloud-api/gateway.js';
import type { WhatsAppGateway } from './outbound-message.js';
import { wahaGateway } from './waha/waha-gateway.js';

/** The environment of a service that speaks with WhatsApp: which gateway this office uses, and how it is reached. */
export interface GatewaySettings {
  readonly WHATSAPP_GATEWAY: 'cloud-api' | 'waha';
  readonly WHATSAPP_GRAPH_URL?: string | undefined;
  readonly WHATSAPP_GRAPH_VERSION: string;
  readonly WHATSAPP_PHONE_NUMBER_ID?: string | undefined;
  readonly WHATSAPP_ACCESS_TOKEN?: string | undefined;
  readonly WAHA_URL?: string | undefined;
  readonly WAHA_API_KEY?: string | undefined;
  readonly WAHA_SESSION: string;
}

const needed = {
  'cloud-api': ['WHATSAPP_GRAPH_URL', 'WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_ACCESS_TOKEN'],
  waha: ['WAHA_URL', 'WAHA_API_KEY'],
} as const;

/** The variables that the chosen gateway needs and that are not set. */
export function missingForGateway(settings: GatewaySettings): string[] {
  return needed[settings.WHATSAPP_GATEWAY].filter((name) => settings[name] === undefined);
}

/**
 * Opens the gateway that this office uses.
 * @param timeouts of one call, in milliseconds
 * @throws Error when a variable is missing; {@link missingForGateway} tells so earlier and all at once
 */
export function openGateway(
  settings: GatewaySettings,
  timeouts: { connectTimeoutMs?: number; timeoutMs: number },
): WhatsAppGateway {
  const given = (name: (typeof needed)[keyof typeof needed][number]): string => {
    const value = settings[name];
    if (value === undefined) throw new Error(`${name} is missing`);
    return value;
  };
  switch (settings.WHATSAPP_GATEWAY) {
    case 'cloud-api':
      return cloudApi({
        graphUrl: given('WHATSAPP_GRAPH_URL'),
        version: settings.WHATSAPP_GRAPH_VERSION,
        phoneNumberId: given('WHATSAPP_PHONE_NUMBER_ID'),
        accessToken: given('WHATSAPP_ACCESS_TOKEN'),
        ...timeouts,
      });
    case 'waha':
      return wahaGateway({
        url: given('WAHA_URL'),
        apiKey: given('WAHA_API_KEY'),
        session: settings.WAHA_SESSION,
        ...timeouts,
      });
  }
}
