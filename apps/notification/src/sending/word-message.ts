import { unseal, type SealPrivateKeys } from '#document-store';
import type { Capabilities, OutboundMessage } from '#whatsapp';
import { findAnnouncementMessage, findReplyMessage } from '../catalogue/catalogue.js';
import { freeText } from '../catalogue/free-text.js';
import { menuToTap } from '../catalogue/menu.js';
import type { Setting, Worded } from '../catalogue/message.js';
import type { Outgoing } from '../outgoing.js';
import type { Contact } from './read-contact.js';

/** The words cannot be made: our own mistake, which no second try mends. */
export class NoWords extends Error {
  readonly code = 'no-words';
}

/**
 * Words a message at the moment it goes out. A clerk's sealed words are opened here and nowhere else.
 * @throws NoWords when the catalogue has no such message, or what it needs is missing or does not fit
 */
export function wordMessage(
  message: Pick<Outgoing, 'about' | 'about_kind' | 'message_key' | 'variables' | 'sealed_text' | 'announced_at'>,
  contact: Pick<Contact, 'application'>,
  setting: Setting,
  keys: SealPrivateKeys,
): Worded {
  return withMark(withoutNumbers(word(message, contact, setting, keys)), setting.mark);
}

function word(
  message: Parameters<typeof wordMessage>[0],
  contact: Parameters<typeof wordMessage>[1],
  setting: Setting,
  keys: SealPrivateKeys,
): Worded {
  const context = { at: message.announced_at, setting };
  try {
    if (message.about_kind === 'application') {
      const entry = findAnnouncementMessage(message.message_key);
      if (!entry || !contact.application) throw new NoWords('no such announcement, or no request to tell of');
      return entry.word(message.variables, { ...context, application: contact.application });
    }
    const entry = findReplyMessage(message.message_key);
    if (!entry) throw new NoWords('no such reply');
    if (entry.key !== freeText.key) return entry.word(message.variables, context);
    if (message.sealed_text === null) throw new NoWords('no sealed words');
    return entry.word({ words: unseal(keys, message.sealed_text, message.about) }, context);
  } catch (cause) {
    if (cause instanceof NoWords) throw cause;
    throw new NoWords(`${message.message_key} cannot be worded`, { cause });
  }
}

/** A NIK or KK number, whole or in groups. */
const personalNumber = /\d(?:[ .-]?\d){15}(?!\d)/g;

/** WhatsApp is a third party abroad: no whole NIK or KK number goes out, whoever wrote it (domain 6.4). */
function withoutNumbers({ text, toTap, template }: Worded): Worded {
  const masked = (said: string) =>
    said.replace(personalNumber, (number) => `${number.replace(/\D/g, '').slice(0, 6)}${'*'.repeat(10)}`);
  return {
    text: masked(text),
    ...(toTap ? { toTap: { ...toTap, body: masked(toTap.body) } } : {}),
    template: { ...template, values: template.values.map(masked) },
  };
}

/** A template's words are fixed: what stands in for a text outside the window is not marked. */
function withMark(worded: Worded, mark: string | undefined): Worded {
  if (mark === undefined) return worded;
  const marked = (said: string) => `*${mark}*\n${said}`;
  return {
    ...worded,
    text: marked(worded.text),
    ...(worded.toTap ? { toTap: { ...worded.toTap, body: marked(worded.toTap.body) } } : {}),
  };
}

/** The message as it goes out: the mapped template outside the window, else buttons or a list where there are any, else text. */
export function outboundOf(
  worded: Worded,
  asTemplate: boolean,
  has: Pick<Capabilities, 'buttons' | 'lists'>,
): OutboundMessage {
  if (asTemplate) return { kind: 'template', ...worded.template, body: [...worded.template.values] };
  const toTap = worded.toTap && menuToTap(worded.toTap.body, worded.toTap.menu, has);
  return toTap ?? { kind: 'text', body: worded.text };
}

/** Clocks differ and a message travels: the window is taken to shut two minutes early. */
const marginMs = 120_000;

/**
 * Whether free text is allowed now (whatsapp contract 1.11): for `hours` after the citizen's last message.
 * @param hours undefined when the gateway knows no window
 */
export function windowIsOpen(lastInboundAt: Date | null, now: Date, hours: number | undefined): boolean {
  if (hours === undefined) return true;
  return lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < hours * 3_600_000 - marginMs;
}
