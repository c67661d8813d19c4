import { z } from 'zod';

/** `/print-jobs/:id/attempts/:n/…` */
export const attemptPath = z.object({ id: z.uuid(), n: z.coerce.number().int().min(1).max(100_000) });
export type AttemptPath = z.infer<typeof attemptPath>;
