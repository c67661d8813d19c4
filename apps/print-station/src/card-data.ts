import { z } from 'zod';

/** What the office sends of a card with a claim. It is kept in memory only, until the card is printed. */
export const cardData = z.object({
  province: z.string(),
  regency: z.string(),
  nik: z.string().nullable(),
  name: z.string().nullable(),
  sex: z.string().nullable(),
  village: z.string().nullable(),
  district: z.string().nullable(),
  nationality: z.enum(['WNI', 'WNA']),
  photoBackground: z.enum(['red', 'blue']),
});
export type CardData = z.infer<typeof cardData>;
