/** The key that sealed this is not among the given ones: an old key was taken away too early. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  constructor(readonly keyId: string) {
    super(`sealed with key ${keyId}, which is not among the configured keys: add that key behind the current one`);
  }
}

/** What is stored was changed, cut short, moved to another place, or never was ours. It is not given out. */
export class Tampered extends Error {
  override readonly name = 'Tampered';
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} fails its integrity check: it was changed, cut short or moved; restore it from a backup`, options);
  }
}
