/** Digits with the country code, as WhatsApp names people: `0812…` is Indonesian. Undefined for what is no number. */
export function readPhone(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, '').replace(/^\+/, '');
  const phone = digits.startsWith('0') ? `62${digits.slice(1)}` : digits;
  return /^[1-9]\d{7,14}$/.test(phone) ? phone : undefined;
}
