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
import { type Claim, claimDocuments, stillMissing } from './conversation/claim-documents.js';
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
  /** All that is asked for in this round. */
  readonly asked: readonly DocumentCode[];
  /** What each document of this round is taken for, in the order in which they were sent. */
  readonly taken: readonly (Claim & { readonly id: string })[];
}

interface RoundDocument {
  readonly id: string;
  readonly named_as: string | null;
  readonly recognised_as: string | null;
  readonly asked_as: string | null;
  readonly claimed_as: string | null;
  readonly claimed_by: string | null;
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
  const { asked, documents, claims } = await claimRound(tx, row, row.round, judgement);
  const pending = documents.filter(({ state }) => state === 'announced').length;
  const given = documents.length - pending;
  const missing = stillMissing(asked, claims);
  const standing = {
    ...{ missing, pending, given, asked: asked.map(({ document }) => document) },
    taken: [...claims].map(([id, claim]) => ({ id, ...claim })),
  };
  const waitsForCitizen = row.state === 'draft' || row.state === 'correction_requested';
  const ready = pending === 0 && given > 0 && (missing.length === 0 || isDone || row.said_done);
  if (!waitsForCitizen || !ready) return { submitted: false, ...standing };
  await supersede(tx, row, claims);
  await moveApplication(tx, applicationId, { fact: 'submitted' }, behind, judgement.patience);
  return { submitted: true, ...standing };
}

/** Notes what each document of a round is taken for, and how it came to that. */
export async function claimRound(
  tx: Tx,
  row: ApplicationRow & KeptRow & { readonly now: Date },
  round: number,
  judgement: FileJudgement,
): Promise<{ asked: readonly Requirement[]; documents: RoundDocument[]; claims: Map<string, Claim> }> {
  const documents = await tx.query<RoundDocument>(
    `select id, named_as, recognised_as, asked_as, claimed_as, claimed_by, state from document
      where application_id = $1 and round = $2 and state not in ('repeated', 'revoked', 'erased') order by sent_at, seq`,
    [row.id, round],
  );
  const asked = askedOf(row, round, judgement);
  const claims = claimDocuments(
    asked,
    documents.map((document) => ({
      id: document.id,
      namedAs: documentCode(document.named_as),
      recognisedAs: documentCode(document.recognised_as),
      askedAs: documentCode(document.asked_as),
    })),
  );
  for (const { id, claimed_as, claimed_by } of documents) {
    const { as, by } = claims.get(id) ?? { as: null, by: null };
    if (as === claimed_as && by === claimed_by) continue;
    await tx.query('update document set claimed_as = $2, claimed_by = $3 where id = $1', [id, as, by]);
  }
  return { asked, documents, claims };
}

/** A corrected document takes the place of the ones before it. */
async function supersede(tx: Tx, row: ApplicationRow, claims: ReadonlyMap<string, Claim>): Promise<void> {
  const renewed = [...new Set([...claims.values()].flatMap(({ as }) => as ?? []))];
  await tx.query(
    'update document set superseded = true where application_id = $1 and round < $2 and claimed_as = any($3::text[])',
    [row.id, row.round, renewed],
  );
}

/** What is asked for in a round: the kind's requirements, or what the correction named. */
function askedOf(
  row: ApplicationRow & KeptRow & { readonly now: Date },
  round: number,
  { personalData, territory }: FileJudgement,
): readonly Requirement[] {
  const on = territory.dayOf(row.now);
  const nik = readNik(personalData.open(row.sealed_nik, `application.nik:${row.id}`), { on });
  const birth = birthFor(row.kind, nik);
  const age = birth === null ? undefined : ageOn(birth, on);
  const all = requirementsFor(row.kind, { citizenship: row.citizenship, age, married: row.married ?? undefined });
  if (round === 0) return all;
  const named = all.filter(({ document, alternatives }) =>
    [document, ...alternatives].some((code) => row.asked_for.includes(code)),
  );
  return named.length > 0 ? named : all;
}

/** A document code as the table keeps it; null for none and for one that is not known any more. */
export function documentCode(text: string | null): DocumentCode | null {
  return documentCodes.find((code) => code === text) ?? null;
}
