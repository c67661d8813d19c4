import type { EventDefinition } from '#contracts';
import type { ServiceKind } from '#civil-registry';
import type { z } from 'zod';
import { alsoAsked } from './also-asked.js';
import { type Menu, menuAsText } from './menu.js';

/** A request as its citizen is told of it: masked, and with the code that opens its page. */
export interface ToldApplication {
  readonly ticket: string;
  readonly trackUrl: string;
  readonly maskedName: string;
  readonly maskedNik: string;
  readonly kind: ServiceKind;
  /** Where the card is collected; `hours` as people read them, null while the office has confirmed none. */
  readonly office: { readonly name: string; readonly address: string; readonly hours: string | null };
}

/** What the region's file says. */
export interface Setting {
  readonly agency: string;
  /** Begins every text of a system that the staff practise on. */
  readonly mark?: string;
  readonly timeZone: string;
  readonly timeZoneName: string;
  readonly workingDays: number;
  readonly complaintChannel: string;
  /** Pictures or films that show how to apply; null where the office has none. */
  readonly tutorialUrl: string | null;
}

/** What every message may speak of. `at` is when the fact came about. */
export interface ReplyContext {
  readonly at: Date;
  readonly setting: Setting;
}
export interface AnnouncementContext extends ReplyContext {
  readonly application: ToldApplication;
}

/** A utility template as it must be registered with Meta; `{{1}}` … are its values in order. */
export interface Template {
  readonly name: string;
  readonly category: 'UTILITY';
  readonly language: 'id';
  readonly body: string;
}

/** A message both ways: free text inside the 24-hour window, a template outside it. */
export interface Worded {
  /** All of it in words; what may be chosen stands in lines at its end. */
  readonly text: string;
  /** The same for a gateway with buttons and lists: the words above them, and the choices. */
  readonly toTap?: { readonly body: string; readonly menu: Menu };
  readonly template: { readonly name: string; readonly language: string; readonly values: readonly string[] };
}

/** A paper that goes out with a message, where it can be had: the message is its caption then. */
export type Attachment = 'receipt' | 'pickup-slip';

/** One message of the catalogue, whatever its variables: they are parsed where they are used. */
export interface CatalogueEntry<Context> {
  readonly key: string;
  /** What the message is for, in a line for the preview page. */
  readonly says: string;
  readonly template: Template;
  readonly examples: readonly unknown[];
  readonly attaches?: Attachment;
  /** @throws ZodError when the variables do not fit this message */
  word(variables: unknown, context: Context): Worded;
}
export type AnnouncementEntry = CatalogueEntry<AnnouncementContext>;
export type ReplyEntry = CatalogueEntry<ReplyContext>;

interface Wording<Data, Context> {
  readonly template: { readonly name: string; readonly body: string };
  readonly text: (data: Data, context: Context) => string;
  readonly values: (data: Data, context: Context) => readonly string[];
}

/** The message that tells an announcement. */
export function announcement<Data>(
  event: EventDefinition<string, Data>,
  wording: Wording<NoInfer<Data>, AnnouncementContext> & {
    readonly moreExamples?: readonly NoInfer<Data>[];
    readonly attaches?: Attachment;
  },
): AnnouncementEntry {
  return {
    key: event.type,
    says: event.says,
    template: utility(wording.template),
    examples: [event.example, ...(wording.moreExamples ?? [])],
    ...(wording.attaches === undefined ? {} : { attaches: wording.attaches }),
    word: (variables, context) => word(wording, event.data.parse(variables), context),
  };
}

/** The message for a reply of the conversation. */
export function reply<Schema extends z.ZodType>(
  message: {
    readonly key: string;
    readonly says: string;
    readonly variables: Schema;
    readonly examples: readonly z.infer<Schema>[];
    /** What the citizen may choose in answer. */
    readonly menu?: Menu | ((variables: z.infer<Schema>) => Menu | undefined);
  } & Wording<z.infer<Schema>, ReplyContext>,
): ReplyEntry {
  return {
    key: message.key,
    says: message.says,
    template: utility(message.template),
    examples: message.examples,
    word: (variables, context) => {
      const data = message.variables.parse(variables);
      const worded = word(message, data, context);
      const body = worded.text + alsoAsked(variables);
      const menu = typeof message.menu === 'function' ? message.menu(data) : message.menu;
      if (menu === undefined) return { ...worded, text: body };
      return { ...worded, text: `${body}\n\n${menuAsText(menu)}`, toTap: { body, menu } };
    },
  };
}

function utility({ name, body }: { name: string; body: string }): Template {
  return { name, category: 'UTILITY', language: 'id', body };
}

function word<Data, Context>(wording: Wording<Data, Context>, data: Data, context: Context): Worded {
  return {
    text: wording.text(data, context),
    template: { name: wording.template.name, language: 'id', values: wording.values(data, context).map(oneLine) },
  };
}

/** Meta refuses line breaks, tabs and empty values in a template's variables, and more than 1,024 characters. */
function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim().slice(0, 1_024) || '-';
}
