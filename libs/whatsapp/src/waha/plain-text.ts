import type { OutboundMessage } from '../outbound-message.js';

/** Menus as numbered text: WAHA has no dependable buttons (whatsapp contract 2). The citizen answers with the number. */
export function plainText(message: Extract<OutboundMessage, { kind: 'text' | 'buttons' | 'list' }>): string {
  switch (message.kind) {
    case 'text':
      return message.body;
    case 'buttons':
      return menu(message, message.buttons);
    case 'list':
      return menu(
        message,
        message.sections.flatMap(({ rows }) => rows),
      );
  }
}

function menu(
  { header, body, footer }: { header?: string; body: string; footer?: string },
  choices: { title: string; description?: string }[],
): string {
  const lines = choices.map(({ title, description }, place) =>
    description === undefined || description === ''
      ? `${place + 1}. ${title}`
      : `${place + 1}. ${title} – ${description}`,
  );
  const parts = [header === undefined ? '' : `*${header}*`, body, lines.join('\n'), footer ?? ''];
  return parts.filter((part) => part !== '').join('\n\n');
}
