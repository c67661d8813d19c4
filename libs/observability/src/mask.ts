/**
 * Personal numbers never leave a process in a log line, a span or an error text. The rule is blunt on purpose: a masked
 * technical number costs a moment of an operator, an unmasked NIK costs a citizen.
 */
const masks: ReadonlyArray<readonly [RegExp, string]> = [
  // Credentials in an address that some driver puts into its error.
  [/:\/\/[^\s/:@]*:[^\s/@]+@/g, '://[secret]@'],
  // A WhatsApp message id carries the citizen's number in base64.
  [/wamid\.[A-Za-z0-9+/=_-]+/g, '[wamid]'],
  // WhatsApp addresses of the self-hosted gateway: 6281234567890@c.us, 1203630@lid
  [/\+?\d{5,20}(?:-\d+)?@(?:c\.us|s\.whatsapp\.net|lid|g\.us)/g, '[wa-id]'],
  // NIK and KK number: sixteen digits or more, or four groups of four. Hexadecimal ids are left alone.
  [/(?<![0-9a-f])\d{16,}(?![0-9a-f])/g, '[number]'],
  [/(?<![0-9a-f-])\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?![0-9a-f-])/g, '[number]'],
  // A phone number with its international prefix, in whatever grouping.
  [/\+\d(?:[ ().-]{0,2}\d){7,14}/g, '[phone]'],
  // A local mobile number, written together or in groups: 0812-3456-7890.
  [/(?<![0-9A-Za-z.-])0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,5}(?![0-9A-Za-z-])/g, '[phone]'],
  [/(?<![0-9A-Za-z.-])62[ -]?8\d{1,2}[ -]?\d{3,4}[ -]?\d{3,5}(?![0-9A-Za-z-])/g, '[phone]'],
  // Bare digits as WhatsApp writes its numbers, of any country; ten or thirteen digits from 15… are clock times.
  [/(?<![0-9a-fA-F.]|[0-9a-f]-)(?!1[5-9]\d{8}(?!\d)|1[5-9]\d{11}(?!\d))\d{10,15}(?![0-9a-fA-F])/g, '[phone]'],
];

/**
 * Replaces every NIK, KK number, phone number and WhatsApp id in a text by a word in brackets.
 * Dates, clock times, UUIDs and trace ids stay as they are.
 */
export function mask(text: string): string {
  // Most lines hold nothing that a rule could touch.
  if (!/\d{3}|wamid|:\/\//.test(text)) return text;
  let masked = text;
  for (const [pattern, word] of masks) masked = masked.replace(pattern, word);
  return masked;
}

/** A path or address as it may be recorded: no query, no tracking code (it opens data on its own), no personal number. */
export function maskAddress(address: string): string {
  const withoutQuery = address.replace(/[?#].*$/s, '');
  return mask(withoutQuery.replace(/\/track\/[^/]+/, '/track/[code]'));
}
