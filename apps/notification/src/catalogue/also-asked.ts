import { z } from 'zod';

const withOthers = z.looseObject({ also: z.array(z.string()).min(1) });

/**
 * Two wishes in one message: the urgent one is answered, the other is named. Any reply may carry `also`.
 * @returns what stands behind the answer; nothing where there was one wish only
 */
export function alsoAsked(variables: unknown): string {
  const parsed = withOthers.safeParse(variables);
  if (!parsed.success) return '';
  return `\n\nBapak/Ibu juga menyebut hal lain: ${parsed.data.also.join('; ')}.`;
}
