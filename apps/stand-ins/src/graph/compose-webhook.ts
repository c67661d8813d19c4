import { createHash } from 'node:crypto';

/** The business side: which number the citizen writes to. */
export interface Business {
  wabaId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
}

export interface Citizen {
  phone: string;
  name?: string;
  /** A user-name user: the webhook names the scoped id only. */
  hidden?: boolean;
}

/** The scoped id that Meta would give this person; always the same for the same number. */
export function scopedIdOf(phone: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(phone).digest('hex').slice(0, 16)}`);
  return `ID.${digits.toString().padStart(20, '1')}`;
}

export function messageWebhook(
  business: Business,
  citizen: Citizen,
  message: { id: string; at: Date; content: Record<string, unknown>; context?: string },
) {
  const { phone, name = phone, hidden = false } = citizen;
  const scopedId = scopedIdOf(phone);
  return envelope(business, {
    contacts: [{ profile: { name }, ...(hidden ? {} : { wa_id: phone }), user_id: scopedId }],
    messages: [
      {
        ...(message.context === undefined
          ? {}
          : { context: { from: business.displayPhoneNumber, id: message.context } }),
        ...(hidden ? {} : { from: phone }),
        from_user_id: scopedId,
        id: message.id,
        timestamp: seconds(message.at),
        ...message.content,
      },
    ],
  });
}

export function statusWebhook(
  business: Business,
  status: {
    providerMessageId: string;
    messageId?: string;
    phone: string;
    status: string;
    at: Date;
    errorCode?: number;
  },
) {
  const { providerMessageId, messageId, phone, errorCode } = status;
  const error = {
    code: errorCode,
    title: 'Message undeliverable',
    message: 'Message undeliverable',
    error_data: { details: 'Message undeliverable.' },
  };
  return envelope(business, {
    statuses: [
      {
        id: providerMessageId,
        status: status.status,
        timestamp: seconds(status.at),
        recipient_id: phone,
        recipient_user_id: scopedIdOf(phone),
        ...(messageId === undefined ? {} : { biz_opaque_callback_data: messageId }),
        ...(status.status === 'failed'
          ? { errors: [error] }
          : {
              pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
            }),
      },
    ],
  });
}

function envelope({ wabaId, phoneNumberId, displayPhoneNumber }: Business, value: Record<string, unknown>) {
  const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  const change = { value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' };
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes: [change] }] };
}

function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}
