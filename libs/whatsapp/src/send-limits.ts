import type { OutboundMessage, SendCommand } from './outbound-message.js';

/** A message that Meta would refuse: our mistake, found before anything was sent. `rule` names the limit; no content is quoted. */
export class LimitExceeded extends Error {
  constructor(readonly rule: string) {
    super(`WhatsApp message breaks a limit: ${rule}`);
    this.name = 'LimitExceeded';
  }
}

/** Throws `LimitExceeded` when the command breaks a limit of the whatsapp contract, 1.9. Lengths are UTF-16 units, the stricter reading. */
export function checkLimits({ messageId, to, message }: SendCommand): void {
  rule('biz_opaque_callback_data is our message id, 1 to 512 characters', within(messageId, 1, 512));
  if (to.phone !== undefined) rule('to is a phone number of 5 to 20 digits', /^[0-9]{5,20}$/.test(to.phone));
  else rule('recipient is a scoped user id', to.scopedId.length > 0);
  checkMessage(message);
}

function checkMessage(message: OutboundMessage): void {
  switch (message.kind) {
    case 'text':
      return rule('text body has 1 to 4096 characters', within(message.body, 1, 4096));
    case 'buttons':
      rule('1 to 3 buttons', message.buttons.length >= 1 && message.buttons.length <= 3);
      for (const { id, title } of message.buttons) {
        rule('button id has 1 to 256 characters', within(id, 1, 256));
        rule('button title has 1 to 20 characters', within(title, 1, 20));
      }
      rule('button titles are unique', unique(message.buttons.map(({ title }) => title)));
      rule('button ids are unique', unique(message.buttons.map(({ id }) => id)));
      return checkFrame(message);
    case 'list': {
      const rows = message.sections.flatMap((section) => section.rows);
      rule('list button has 1 to 20 characters', within(message.button, 1, 20));
      rule('1 to 10 sections', message.sections.length >= 1 && message.sections.length <= 10);
      rule('1 to 10 rows in all', rows.length >= 1 && rows.length <= 10);
      rule(
        'every section has a row',
        message.sections.every((section) => section.rows.length > 0),
      );
      rule(
        'sections have titles of 1 to 24 characters when there are several',
        message.sections.every(({ title }) =>
          title === undefined ? message.sections.length === 1 : within(title, 1, 24),
        ),
      );
      for (const { id, title, description } of rows) {
        rule('row id has 1 to 200 characters', within(id, 1, 200));
        rule('row title has 1 to 24 characters', within(title, 1, 24));
        rule('row description has at most 72 characters', within(description, 0, 72));
      }
      rule('row ids are unique', unique(rows.map(({ id }) => id)));
      return checkFrame(message);
    }
    case 'template':
      rule('template name is lower case letters, digits and _', /^[a-z0-9_]{1,512}$/.test(message.name));
      rule('template language is a language code', /^[a-z]{2,3}(_[A-Z]{2})?$/.test(message.language));
      for (const value of message.body ?? []) {
        rule('template variable is not empty and has no line break or tab', /^[^\n\t]+$/.test(value));
        rule('template variable has at most 1024 characters', within(value, 1, 1024));
      }
      return rule('at most 10 template buttons', (message.buttons?.length ?? 0) <= 10);
    case 'document':
      rule('document has a file name of 1 to 240 characters', within(message.filename, 1, 240));
      return checkMedia(message);
    case 'image':
      return checkMedia(message);
  }
}

function checkFrame({ body, header, footer }: { body: string; header?: string; footer?: string }): void {
  rule('interactive body has 1 to 1024 characters', within(body, 1, 1024));
  rule('header has 1 to 60 characters', header === undefined || within(header, 1, 60));
  rule('footer has 1 to 60 characters', footer === undefined || within(footer, 1, 60));
}

function checkMedia({ mediaId, caption }: { mediaId: string; caption?: string }): void {
  rule('media is sent by id', mediaId.length > 0);
  rule('caption has at most 1024 characters', within(caption, 0, 1024));
}

function within(value: string | undefined, least: number, most: number): boolean {
  const length = value?.length ?? 0;
  return length >= least && length <= most;
}

function unique(values: string[]): boolean {
  return new Set(values).size === values.length;
}

function rule(name: string, holds: boolean): void {
  if (!holds) throw new LimitExceeded(name);
}
