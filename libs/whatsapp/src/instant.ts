const firstMilliseconds = 1e12;
const lastInstant = 8.64e15;

/**
 * A gateway's time: seconds as text or number, in practice now and then milliseconds (whatsapp contract 1.2).
 * An unreadable or absurd one must not lose the message, so `otherwise` takes its place.
 */
export function instant(value: string | number | undefined, otherwise: Date): Date {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number) || number <= 0) return otherwise;
  const milliseconds = number >= firstMilliseconds ? number : number * 1000;
  return milliseconds <= lastInstant ? new Date(milliseconds) : otherwise;
}
