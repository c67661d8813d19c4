import type { Finding } from '#contracts';
import type { DocumentCode } from '#civil-registry';
import type { SentDocument } from './judge-file.js';

/** A document with what it was guessed to be, and what its own words say it is. */
export interface Guessable extends SentDocument {
  /** Whether its sender or a clerk has named it: content only contradicts guesses. */
  readonly isNamed: boolean;
  /** Undefined where nothing was read, or nothing in it tells. */
  readonly looksLike?: DocumentCode | undefined;
}

/**
 * What each document counts as: a guess gives way to what the document says about itself, unless the file would lack more by
 * it, for a recogniser that slips must not send anybody home.
 * @param judge what a file of these documents lacks
 */
export function nameByContent<Sent extends Guessable>(
  sent: readonly Sent[],
  judge: (sent: readonly SentDocument[]) => readonly Finding[],
): { readonly sent: readonly Sent[]; readonly findings: readonly Finding[] } {
  const asGuessed = judge(sent);
  const differing = sent.filter(
    ({ isNamed, looksLike, claimedAs }) => !isNamed && looksLike && looksLike !== claimedAs,
  );
  if (differing.length === 0) return { sent, findings: asGuessed };
  const renamed = sent.map((one) =>
    differing.includes(one) && one.looksLike ? { ...one, claimedAs: one.looksLike } : one,
  );
  const byContent = judge(renamed);
  return byContent.length > asGuessed.length ? { sent, findings: asGuessed } : { sent: renamed, findings: byContent };
}
