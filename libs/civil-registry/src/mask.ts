/**
 * A NIK or KK number for the eyes of others: the six area digits and ten stars (domain 6.4). The middle, the birth date,
 * never shows. `lastTwo` is for the owner's own confirmation.
 */
export function maskNik(nik: string, options: { readonly lastTwo?: boolean } = {}): string {
  return options.lastTwo === true
    ? `${nik.slice(0, 6)}${'*'.repeat(8)}${nik.slice(-2)}`
    : `${nik.slice(0, 6)}${'*'.repeat(10)}`;
}

/** A name for the eyes of others: `MUHAMMAD AMIN` becomes `MUH*** A***`. Short names show less than half of themselves. */
export function maskName(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, position) => {
      const letters = Array.from(word);
      const shown = position === 0 ? Math.min(3, Math.max(1, Math.floor(letters.length / 2))) : 1;
      return `${letters.slice(0, shown).join('').toUpperCase()}***`;
    })
    .join(' ');
}

/** A phone number for the eyes of others: `0812****901`; a foreign one keeps its country: `+60****901`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[^0-9]/g, '');
  if (digits.length < 9) return '****';
  const end = digits.slice(-3);
  if (digits.startsWith('62')) return `0${digits.slice(2, 5)}****${end}`;
  return digits.startsWith('0') ? `${digits.slice(0, 4)}****${end}` : `+${digits.slice(0, 2)}****${end}`;
}
