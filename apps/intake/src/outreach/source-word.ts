/**
 * A poster's link opens WhatsApp with a text that ends in `(info: krayan)`: the source word, which says what brought somebody
 * here and nothing about who they are. 2 to 32 letters, figures and hyphens.
 */
const marked = /\s*\(\s*info\s*:\s*([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9]))\s*\)\s*$/i;

/** Takes the source word off a text. @returns undefined where the text has none */
export function takeSourceWord(text: string): { readonly source: string; readonly rest: string } | undefined {
  const found = marked.exec(text);
  const word = found?.[1];
  // Seven figures in a row may be somebody's number, which no event may carry.
  if (!found || word === undefined || /\d{7}/.test(word)) return undefined;
  return { source: word.toLowerCase(), rest: text.slice(0, found.index).trim() };
}
