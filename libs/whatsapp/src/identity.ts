/** A WhatsApp phone identity: digits only, country code first. A scoped id in `from` is not a phone. */
export function isPhone(value: string | undefined): value is string {
  return value !== undefined && /^[0-9]{5,20}$/.test(value);
}

/** A business-scoped user id (BSUID, whatsapp contract 1.7). A malformed one is kept in `raw` and ignored as identity. */
export function isScopedId(value: string | undefined): value is string {
  return value !== undefined && /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(value);
}
