import { serviceKindFacts } from '#civil-registry';
import { applicationState, type ApplicationState, holdCause, type HoldCause } from '#contracts';
import { z } from 'zod';
import type { ApplicationRow } from './application/application.row.js';
import { holdWords, stateWords } from './application/words-for-states.js';
import { counterHoursText } from './counter-hours-text.js';
import { promiseWords } from './promise-words.js';
import type { Territory } from './territory.js';

export const trackingStorySchema = z.object({
  ticket: z.string(),
  kind: z.string(),
  /** Indonesian, as all texts here. */
  title: z.string(),
  state: applicationState,
  text: z.string(),
  since: z.iso.datetime(),
  /** What does not work outside just now, in the office's words. */
  notices: z.array(z.string()),
  waitsFor: z.array(z.object({ cause: holdCause, text: z.string(), since: z.iso.datetime() })),
  /** The day the card is promised for; null before the file is complete, while a hold lasts, and when it is ready. */
  promise: z.object({ by: z.iso.datetime().nullable(), text: z.string() }).nullable(),
  steps: z.array(
    z.object({ text: z.string(), state: z.enum(['done', 'now', 'ahead']), at: z.iso.datetime().nullable() }),
  ),
  office: z.object({ code: z.string(), name: z.string(), address: z.string(), hours: z.string().nullable() }),
});
export type TrackingStory = z.output<typeof trackingStorySchema>;

/** The way of a request as citizens see it, and the states that belong to each step. */
const steps: readonly { readonly text: string; readonly states: readonly ApplicationState[] }[] = [
  { text: 'Permohonan dibuka', states: ['draft'] },
  { text: 'Berkas diperiksa', states: ['submitted', 'correction_requested'] },
  { text: 'Data dicocokkan', states: ['checking_register', 'under_review', 'awaiting_recording'] },
  { text: 'KTP-el dicetak', states: ['ready_to_print', 'printing'] },
  { text: 'Dikirim ke tempat pengambilan', states: ['in_transit'] },
  { text: 'Siap diambil', states: ['ready_for_pickup'] },
  { text: 'Diserahkan', states: ['handed_over'] },
];

/** What a citizen may see of a request by its code: no name, no number, no document. */
export function trackingStory(
  row: ApplicationRow,
  history: readonly { readonly state: ApplicationState; readonly at: Date }[],
  holds: readonly { readonly cause: HoldCause; readonly started_at: Date }[],
  territory: Territory,
  notices: readonly string[],
): TrackingStory {
  const place = steps.findIndex(({ states }) => states.includes(row.state));
  const office = territory.office(row.office);
  const travels = history.some(({ state }) => state === 'in_transit');
  return {
    ticket: row.ticket,
    kind: row.kind,
    title: serviceKindFacts[row.kind].title,
    state: row.state,
    text: stateWords[row.state],
    since: row.last_moved_at.toISOString(),
    notices: [...notices],
    waitsFor: holds.map(({ cause, started_at }) => ({
      cause,
      text: holdWords[cause],
      since: started_at.toISOString(),
    })),
    promise: promiseOf(row, territory),
    steps: steps.flatMap(({ text, states }, index) => {
      if (states.includes('in_transit') && !travels) return [];
      const at = history.find(({ state }) => states.includes(state))?.at;
      const isDone = row.state === 'handed_over' || (place === -1 ? at !== undefined : index < place);
      const state = isDone ? 'done' : index === place ? 'now' : 'ahead';
      return [{ text, state, at: at && state !== 'ahead' ? at.toISOString() : null } as const];
    }),
    office: {
      code: row.office,
      name: office?.name ?? row.office,
      address: office?.address ?? '',
      hours: counterHoursText(office?.counterHours ?? null, territory.region.timeZoneName),
    },
  };
}

function promiseOf(row: ApplicationRow, { region }: Territory): TrackingStory['promise'] {
  const text = promiseWords(row, region.timeZone);
  return text === undefined ? null : { by: row.promised_for?.toISOString() ?? null, text };
}
