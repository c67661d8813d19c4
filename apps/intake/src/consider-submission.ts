import {
  birthFor,
  type DocumentCode,
  documentCodes,
  readNik,
  type Requirement,
  requirementsFor,
  ageOn,
} from '#civil-registry';
import type { Tx } from '#outbox';
import { type ApplicationRow, isKept, type KeptRow } from './application/application.row.js';
import { claimDocuments, stillMissing } from './conversation/claim-documents.js';
import { type Behind, moveApplication } from './move-application.js';
import type { Patience } from './patience.js';
import type { PersonalData } from './personal-data.js';
import type { Territory } from './territory.js';

/** What a file is judged with. */
export interface FileJudgement {
  readonly personalData: PersonalData;
  readonly territory: Territory;
  readonly patience: Patience;
}

/** How a file stands after it was looked at. */
export interface FileStanding {
  readonly submitted: boolean;
  /** What is still to come, in the order of the requirements. */
  readonly missing: DocumentCode[];
  /** Documents that are announced and not fetched yet. */
  readonly pending: number;
  /** Documents of this round that are in. */
  readonly given: number;
}

interface RoundDocument {
  readonly id: string;
  readonly named_as: string | null;
  readonly claimed_as: string | null;
  readonly state: 'announced' | 'kept' | 'unusable';
}

/**
 * Takes what each document is for, and submits the file when everything asked for is in, or when its sender is done
 * (`selesai`, a clerk, or quiet for long enough) and at least one document is. Nothing is submitted while a document is
 * still on its way from the gateway.
 * @param isDone the sender is done, whatever is missing
 */
export async function considerSubmission(
  tx: Tx,
  applicationId: string,
  isDone: boolean,
  judgement: FileJudgement,
  behind: Behind = {},
): Promise<FileStanding> {
  const [row] = await tx.query<ApplicationRow & { now: Date }>(
    'select *, now() as now from application where id = $1 for update',
    [applicationId],
  );
  if (!row || !isKept(row)) throw new Error('a file needs its application');
  const documents = await tx.query<RoundDocument>(
    `select id, named_as, claimed_as, state from document
      where application_id = $1 and round = $2 and state not in ('repeated', 'revoked', 'erased') order by sent_at, seq`,
    [applicationId, row.round],
  );
  const asked = askedOf(row, judgement);
  const claims = claimDocuments(
    asked,
    documents.map(({ id, named_as }) => ({ id, namedAs: documentCode(named_as) })),
  );
  for (const { id, claimed_as } of documents) {
    const claim = claims.get(id) ?? null;
    if (claim !== claimed_as) await tx.query('update document set claimed_as = $2 where id = $1', [id, claim]);
  }
  const pending = documents.filter(({ state }) => state === 'announced').length;
  const given = documents.length - pending;
  const missing = stillMissing(asked, claims);
  const waitsForCitizen = row.state === 'draft' || row.state === 'correction_requested';
  const ready = pending === 0 && given > 0 && (missing.length === 0 || isDone || row.said_done);
  if (!waitsForCitizen || !ready) return { submitted: false, missing, pending, given };
  await supersede(tx, row, claims);
  await moveApplication(tx, applicationId, { fact: 'submitted' }, behind, judgement.patience);
  return { submitted: true, missing, pending, given };
}

/** A corrected document takes the place of the ones before it. */
async function supersede(tx: Tx, row: ApplicationRow, claims: ReadonlyMap<string, DocumentCode | null>): Promise<void> {
  const renewed = [...new Set([...claims.values()].flatMap((claim) => claim ?? []))];
  await tx.query(
    'update document set superseded = true where application_id = $1 and round < $2 and claimed_as = any($3::text[])',
    [row.id, row.round, renewed],
  );
}

/** What is asked for in this round: the kind's requirements, or what the correction named. */
function askedOf(
  row: ApplicationRow & KeptRow & { readonly now: Date },
  { personalData, territory }: FileJudgement,
): readonly Requirement[] {
  const on = territory.dayOf(row.now);
  const nik = readNik(personalData.open(row.sealed_nik, `application.nik:${row.id}`), { on });
  const birth = birthFor(row.kind, nik);
  const age = birth === null ? undefined : ageOn(birth, on);
  const all = requirementsFor(row.kind, { citizenship: row.citizenship, age, married: row.married ?? undefined });
  if (row.round === 0) return all;
  const named = all.filter(({ document, alternatives }) =>
    [document, ...alternatives].some((code) => row.asked_for.includes(code)),
  );
  return named.length > 0 ? named : all;
}

/** A document code as the table keeps it; null for none and for one that is not known any more. */
export function documentCode(text: string | null): DocumentCode | null {
  return documentCodes.find((code) => code === text) ?? null;
}
