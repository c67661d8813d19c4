const prefix = 'say:';

/** The id of a choice that a citizen is offered (a button, a row of a list): choosing it is saying these words. */
export function choiceId(words: string): string {
  return `${prefix}${words}`;
}

/** The words that a chosen button or row stands for; undefined for an id that is not ours. */
export function wordsOfChoice(id: string): string | undefined {
  return id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : undefined;
}
