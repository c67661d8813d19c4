import { z } from 'zod';
import { networkFaults } from '../faults.js';

/** The faults of the register stand-in: those of any network, and answers that are never the citizen's fault. */
export const registerFaults = z.strictObject({
  ...networkFaults,
  /** `Kuota Akses Hari ini telah Habis` */
  quota: z.boolean().optional(),
  /** Answer everybody with this code: 11 to 15. */
  code: z.number().int().min(11).max(15).optional(),
  /** Say `Tidak Sesuai` where the truth is `Sesuai`: a way that disagrees with the other. */
  disagree: z.boolean().optional(),
  /** Answer everybody with this `RESPON` text and no code: `Login Gagal`, `IP Client Tidak terdaftar`. */
  respon: z.string().optional(),
  /** Answer with this HTTP status and an HTML page. */
  httpStatus: z.number().int().min(400).max(599).optional(),
});

export type RegisterFaults = z.infer<typeof registerFaults>;
