import { choiceId } from '#contracts';
import type { Capabilities, OutboundMessage } from '#whatsapp';

/** Something the citizen may choose. */
export interface Choice {
  /** As it stands on the button (20 characters at most) or in the list (24). */
  readonly title: string;
  /** Choosing it is saying this, and who has no buttons writes it: a number of the menu, or a word that is understood anywhere. */
  readonly words: string;
  /** A line below the title, in lists only; 72 characters at most. */
  readonly description?: string;
}

/** Three buttons at most, ten rows at most (whatsapp contract 1.9): the compiler counts. */
type ThreeAtMost = readonly [Choice, Choice?, Choice?];
type TenAtMost = readonly [Choice, Choice?, Choice?, Choice?, Choice?, Choice?, Choice?, Choice?, Choice?, Choice?];

export type Menu =
  | { readonly kind: 'buttons'; readonly choices: ThreeAtMost }
  | { readonly kind: 'list'; readonly button: string; readonly choices: TenAtMost };

/** The body of an interactive message is shorter than a text. */
const longestBody = 1_024;

/** The choices as lines of text, for a gateway without buttons: `*1* Syarat KTP-el`. */
export function menuAsText({ choices }: Menu): string {
  const lines = given(choices).map(({ words, title }) => `*${words}* ${title}`);
  return ['Balas dengan salah satu ini:', ...lines].join('\n');
}

/** The message with its menu to tap on; undefined where the gateway has none, or the words do not fit above it. */
export function menuToTap(
  body: string,
  menu: Menu,
  has: Pick<Capabilities, 'buttons' | 'lists'>,
): Extract<OutboundMessage, { kind: 'buttons' | 'list' }> | undefined {
  if (body.length > longestBody) return undefined;
  switch (menu.kind) {
    case 'buttons': {
      if (!has.buttons) return undefined;
      const buttons = given(menu.choices).map(({ words, title }) => ({ id: choiceId(words), title }));
      return { kind: 'buttons', body, buttons };
    }
    case 'list': {
      if (!has.lists) return undefined;
      const rows = given(menu.choices).map(({ words, title, description }) => ({
        id: choiceId(words),
        title,
        ...(description === undefined ? {} : { description }),
      }));
      return { kind: 'list', body, button: menu.button, sections: [{ rows }] };
    }
  }
}

function given(choices: readonly (Choice | undefined)[]): Choice[] {
  return choices.filter((choice) => choice !== undefined);
}
