import { z } from 'zod';

/** What a station can do, as its office has registered it. Everything else of a printer is its own business. */
export const capabilities = z.object({
  model: z.string().trim().max(80).optional(),
  /** Cards that its hopper holds: the largest batch it claims. */
  hopper: z.int().min(1).max(500).optional(),
  /** Cards on a good working day, before the heat limit. */
  cardsPerDay: z.int().min(1).max(5_000).optional(),
  /** Writes and reads the chip; an office's other stations only print. */
  writesChip: z.boolean().optional(),
  /** Cards that one unit makes; the region's setting where it is not said. */
  yields: z
    .partialRecord(z.enum(['ribbon', 'film', 'laminate', 'cleaning-kit']), z.int().min(1).max(100_000))
    .optional(),
});
export type Capabilities = z.infer<typeof capabilities>;
