import { z } from 'zod';
import type { ApplicationRow } from './application/application.row.js';
import { maskParticulars } from './mask-particulars.js';
import type { PersonalData } from './personal-data.js';
import { promiseShown, shownPromise } from './promise-shown.js';

/** A request in a list: nobody's data in clear. */
export const listed = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  kind: z.string(),
  channel: z.string(),
  district: z.string(),
  office: z.string(),
  state: z.string(),
  waitsFor: z.array(z.string()),
  maskedName: z.string(),
  maskedNik: z.string(),
  createdAt: z.iso.datetime(),
  completeSince: z.iso.datetime().nullable(),
  lastMovedAt: z.iso.datetime(),
  promise: shownPromise,
});

/** SQL: the causes of the holds that are open, as `causes`. */
export const openCauses = `(select array_agg(h.cause order by h.cause) from hold h
  where h.application_id = a.id and h.ended_at is null) as causes`;

export type ListedRow = ApplicationRow & { readonly causes: string[] | null };

export function listedOf(row: ListedRow, personalData: PersonalData): z.output<typeof listed> {
  const { maskedName, maskedNik } = maskParticulars(row, personalData);
  return {
    applicationId: row.id,
    ticket: row.ticket,
    kind: row.kind,
    channel: row.channel,
    district: row.district,
    office: row.office,
    state: row.state,
    waitsFor: row.causes ?? [],
    maskedName,
    maskedNik,
    createdAt: row.created_at.toISOString(),
    completeSince: row.complete_since?.toISOString() ?? null,
    lastMovedAt: row.last_moved_at.toISOString(),
    promise: promiseShown(row),
  };
}
