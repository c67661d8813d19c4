import type { DocumentCode } from '#civil-registry';
import { Permanent } from '#messaging';
import { queryRows, type Tx } from '#outbox';
import type { DataSource } from 'typeorm';
import type { Intake, Particulars } from './read-from-intake.js';

/** The same file with another request: of another person, or of the same one, who may have asked twice. */
export interface SameFile {
  readonly is: 'same-file-of-another-person' | 'same-request-twice';
  readonly otherApplicationId: string;
}

/** Other requests that are looked into; a file that came with more than that says the same with any of them. */
const looksInto = 3;

/**
 * Whether a file came with another request before. Whose request that is, intake is asked: nothing of a person is kept here.
 * Families send the same family card for each of their members, so a KK of another person is no doubt when its number agrees.
 */
export async function findSameFile(
  dataSource: DataSource,
  intake: Pick<Intake, 'particularsOf'>,
  sha256: string,
  claimedAs: DocumentCode | null,
  mine: Particulars,
  signal: AbortSignal,
): Promise<SameFile | undefined> {
  const rows = await queryRows<{ application_id: string }>(
    dataSource,
    `select application_id from document_sight where sha256 = $1 and application_id <> $2
      order by seen_at desc limit ${looksInto}`,
    [sha256, mine.applicationId],
  );
  let twice: SameFile | undefined;
  for (const { application_id } of rows) {
    const other = await particularsIfKnown(intake, application_id, signal);
    if (!other) continue;
    if (other.nik === mine.nik) {
      if (other.kind === mine.kind) twice ??= { is: 'same-request-twice', otherApplicationId: application_id };
    } else if (
      claimedAs !== 'KK' ||
      other.familyCardNumber === null ||
      other.familyCardNumber !== mine.familyCardNumber
    )
      return { is: 'same-file-of-another-person', otherApplicationId: application_id };
  }
  return twice;
}

/** Notes with which request a file came. */
export async function noteFile(tx: Tx, sha256: string, applicationId: string): Promise<void> {
  await tx.query('insert into document_sight (sha256, application_id) values ($1, $2) on conflict do nothing', [
    sha256,
    applicationId,
  ]);
}

async function particularsIfKnown(intake: Pick<Intake, 'particularsOf'>, id: string, signal: AbortSignal) {
  try {
    return await intake.particularsOf(id, signal);
  } catch (error) {
    // Intake has archived it since.
    if (error instanceof Permanent) return undefined;
    throw error;
  }
}
