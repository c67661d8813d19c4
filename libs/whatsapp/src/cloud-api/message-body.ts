import type { OutboundMessage, SendCommand, TemplateMessage } from '../outbound-message.js';

/** The JSON body of `POST /{version}/{phone-number-id}/messages` (whatsapp contract 1.9). */
export function messageBody({ messageId, to, replyTo, message }: SendCommand): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(to.phone === undefined ? { recipient: to.scopedId } : { to: to.phone }),
    ...(replyTo === undefined ? {} : { context: { message_id: replyTo } }),
    ...content(message),
    biz_opaque_callback_data: messageId,
  };
}

function content(message: OutboundMessage): Record<string, unknown> {
  switch (message.kind) {
    case 'text':
      return { type: 'text', text: { body: message.body, preview_url: message.previewUrl ?? false } };
    case 'buttons': {
      const buttons = message.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
      return { type: 'interactive', interactive: { type: 'button', ...frame(message), action: { buttons } } };
    }
    case 'list': {
      const action = { button: message.button, sections: message.sections };
      return { type: 'interactive', interactive: { type: 'list', ...frame(message), action } };
    }
    case 'template':
      return { type: 'template', template: template(message) };
    case 'document': {
      const { mediaId: id, filename, caption } = message;
      return { type: 'document', document: { id, filename, caption } };
    }
    case 'image':
      return { type: 'image', image: { id: message.mediaId, caption: message.caption } };
  }
}

function frame({ body, header, footer }: { body: string; header?: string; footer?: string }) {
  return {
    body: { text: body },
    ...(header === undefined ? {} : { header: { type: 'text', text: header } }),
    ...(footer === undefined ? {} : { footer: { text: footer } }),
  };
}

function template({ name, language, body = [], buttons = [] }: TemplateMessage) {
  const components = [
    ...(body.length === 0 ? [] : [{ type: 'body', parameters: body.map((text) => ({ type: 'text', text })) }]),
    ...buttons.map((payload, place) => ({
      type: 'button',
      sub_type: 'quick_reply',
      index: String(place),
      parameters: [{ type: 'payload', payload }],
    })),
  ];
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
}
