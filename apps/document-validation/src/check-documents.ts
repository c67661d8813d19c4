import { createHash } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { ageOn, birthFor, officeDate, readNik, requirementsFor } from '#civil-registry';
import {
  type ApplicationSubmitted,
  DocumentsComplete,
  DocumentsIncomplete,
  type Finding,
  type Received,
} from '#contracts';
import type { Attempt } from '#messaging';
import { counter } from '#observability';
import { queryRows, type Tx } from '#outbox';
import { defectsOf } from './checks/all-checks.js';
import type { Defect } from './checks/check.js';
import type { DocumentWarning } from './checks/document-warning.js';
import { judgeFile, type PersonsFinding } from './checks/judge-file.js';
import { type QualityWarning, warningsOf } from './checks/warnings-of.js';
import { type Guessable, nameByContent } from './checks/name-by-content.js';
import { CONFIG, type Config, qualityLimits } from './config.js';
import { findSameFile, noteFile, type SameFile } from './find-same-file.js';
import { isOvertaken, noteAnnouncement } from './note-announcement.js';
import { Intake, type Particulars } from './read-from-intake.js';
import { OpenFile } from './reading/open-file.js';
import { type Reading, readerVersion } from './reading/reading.js';
import type { TextReader } from './reading/text-reader.js';
import { compareWithTyped, type TextWarning } from './text/compare-with-typed.js';
import { findNumbers } from './text/find-numbers.js';
import { recogniseDocument } from './text/recognise-document.js';

type Sent = Particulars['documents'][number];
/** What a person should look at: nothing that rejects by itself. */
type Warning = { readonly warning: DocumentWarning } & (
  | TextWarning
  | QualityWarning
  | { readonly warning: 'upside-down' }
  | { readonly warning: SameFile['is']; readonly otherApplicationId: string }
);
type Opened = {
  readonly defects: readonly Defect[];
  readonly warnings: readonly Warning[];
  readonly sha256?: string;
  readonly keep?: Reading;
};
type Checked = Guessable & Opened;

/** Injects a TextReader, or undefined where the reading of text is switched off. */
export const TEXTS = Symbol('reads the text of documents');

const checked = counter('loket_files_checked_total', 'Files checked, by outcome', ['outcome']);
const defects = counter('loket_document_defects_total', 'Defects found in files', ['defect']);

const warned = counter('loket_document_warnings_total', 'Warnings of documents to reviewers', ['warning']);

/** Checks a file as a clerk at the counter would: is everything there, and can every document be opened? */
@Controller()
export class CheckDocuments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly intake: Intake,
    private readonly files: OpenFile,
    @Inject(TEXTS) private readonly texts: TextReader | undefined,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @EventPattern<string>('document-validation.check-documents')
  async handle(@Payload() event: Received<typeof ApplicationSubmitted>, @Ctx() attempt: Attempt): Promise<void> {
    if (await isOvertaken(this.dataSource, event.data)) return;
    const { applicationId, sequence: answers } = event.data;
    const file = await this.intake.particularsOf(applicationId, attempt.signal);
    const opened: Checked[] = [];
    for (const document of file.documents) opened.push(await this.look(document, file, attempt.signal));
    const requirements = requirementsFor(file.kind, this.applicant(file));
    const persons = await this.personsFindings(applicationId);
    const { sent, findings } = nameByContent(opened, (documents) => judgeFile(requirements, documents, persons));
    await attempt.commit(async (tx) => {
      for (const { sha256, keep } of sent) {
        if (sha256 && keep) await keepReading(tx, sha256, keep);
        if (sha256) await noteFile(tx, sha256, applicationId);
      }
      if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
      if (!(await keepCheck(tx, event, findings, sent))) return;
      const [first, ...others] = findings;
      const recognised = recognisedIn(opened, sent);
      if (first)
        await tx.emit(DocumentsIncomplete, { applicationId, answers, findings: [first, ...others], ...recognised });
      else await tx.emit(DocumentsComplete, { applicationId, answers, ...recognised });
      tx.afterCommit(() => {
        checked.inc({ outcome: first ? 'incomplete' : 'complete' });
        for (const { defect } of findings) defects.inc({ defect });
        for (const one of sent) for (const { warning } of one.warnings) warned.inc({ warning });
      });
    });
  }

  private applicant(file: Particulars) {
    const on = officeDate(new Date(), this.config.TZ_OFFICE);
    const birth = file.nik === null ? null : birthFor(file.kind, readNik(file.nik, { on }));
    return {
      citizenship: file.nationality,
      age: birth === null ? undefined : ageOn(birth, on),
      married: file.married ?? undefined,
    };
  }

  private async look(document: Sent, file: Particulars, signal: AbortSignal): Promise<Checked> {
    const { documentId, claimedAs, claimedBy, receivedAt } = document;
    // What nobody has named is opened too: a reviewer sees copies only.
    const opened = await this.open(document, file, signal);
    const isNamed = claimedAs !== null && (claimedBy ?? 'name') === 'name';
    const looksLike = opened.warnings.find((one) => 'looksLike' in one)?.looksLike;
    return { ...opened, documentId, receivedAt, claimedAs, isNamed, looksLike };
  }

  private async open(document: Sent, file: Particulars, signal: AbortSignal): Promise<Opened> {
    const limit = this.config.DOCUMENT_MAX_BYTES;
    const refused = (defect: Defect): Opened => ({ defects: [defect], warnings: [] });
    if (document.fileProblem) return refused({ defect: document.fileProblem });
    if (document.size && document.size > limit) return refused({ defect: 'too-large', measured: document.size, limit });
    const known = document.sha256 && !this.texts ? await this.readBefore(document.sha256) : undefined;
    // The copies belong to the document, the reading to its bytes: the same bytes in another document are drawn once more.
    if (known && document.sha256 && (known.form === 'refused' || document.copies))
      return this.judge(known, document.sha256, document, file, signal);
    const bytes = await this.intake.contentOf(document.documentId, limit, signal);
    if (!bytes) return refused({ defect: 'too-large', limit });
    const { reading, page, copies, killed } = await this.files.open(bytes, signal);
    if (reading.form === 'refused' && reading.defect === 'infected')
      await this.intake.quarantine(document.documentId, signal);
    await this.intake.keepCopies(document.documentId, copies, signal);
    // Where intake has only the copy left, its bytes are others.
    const sha256 = document.sha256 ?? createHash('sha256').update(bytes).digest('hex');
    const judged = await this.judge(reading, sha256, document, file, signal);
    const legible = judged.defects.length === 0 ? (page ?? (reading.form === 'pdf' ? bytes : undefined)) : undefined;
    const form = reading.form === 'pdf' ? 'pdf' : 'picture';
    const text = legible && (await this.texts?.read(legible, form, signal));
    const isUpsideDown =
      text !== undefined && legible && saysNothing(text) && (await this.texts?.isUpsideDown(legible, form, signal));
    return {
      ...judged,
      warnings: [
        ...judged.warnings,
        ...(text ? compareWithTyped(text, document.claimedAs, file) : []),
        ...(isUpsideDown ? [{ warning: 'upside-down' as const }] : []),
      ],
      // A process that was killed may have been unlucky, and an antivirus learns: such a file is opened again next time.
      ...(killed || (reading.form === 'refused' && reading.defect === 'infected') ? {} : { keep: reading }),
    };
  }

  private async judge(
    reading: Reading,
    sha256: string,
    { claimedAs }: Sent,
    file: Particulars,
    signal: AbortSignal,
  ): Promise<Opened> {
    const limits = qualityLimits(this.config);
    const same = await findSameFile(this.dataSource, this.intake, sha256, claimedAs, file, signal);
    return {
      sha256,
      defects: defectsOf(reading, limits),
      warnings: [
        ...warningsOf(reading, limits),
        ...(same ? [{ warning: same.is, otherApplicationId: same.otherApplicationId }] : []),
      ],
    };
  }

  private async readBefore(sha256: string): Promise<Reading | undefined> {
    const [row] = await queryRows<{ reading: Reading }>(
      this.dataSource,
      'select reading from document_reading where sha256 = $1 and reader_version = $2',
      [sha256, readerVersion],
    );
    return row?.reading;
  }

  private async personsFindings(applicationId: string): Promise<PersonsFinding[]> {
    const rows = await queryRows<{ findings: Omit<PersonsFinding, 'decidedAt'>[]; closed_at: Date }>(
      this.dataSource,
      `select outcome->'findings' as findings, closed_at from review
        where application_id = $1 and closed_as = 'settled' and outcome->>'verdict' = 'correct'`,
      [applicationId],
    );
    return rows.flatMap((row) => row.findings.map((finding) => ({ ...finding, decidedAt: row.closed_at })));
  }
}

/** Photos that count as what their own words say: intake takes the name over. */
function recognisedIn(opened: readonly Checked[], sent: readonly Checked[]) {
  const renamed = sent.filter(({ claimedAs }, place) => claimedAs !== opened[place]?.claimedAs).slice(0, 100);
  return renamed.length === 0
    ? {}
    : {
        recognised: renamed.flatMap(({ documentId, claimedAs }) =>
          claimedAs ? [{ documentId, document: claimedAs }] : [],
        ),
      };
}

/** Neither a number nor a title: perhaps it was held the wrong way round. */
function saysNothing(text: string): boolean {
  return findNumbers(text).length === 0 && recogniseDocument(text) === undefined;
}

async function keepReading(tx: Tx, sha256: string, reading: Reading): Promise<void> {
  await tx.query(
    'insert into document_reading (sha256, reader_version, reading) values ($1, $2, $3::jsonb) on conflict do nothing',
    [sha256, readerVersion, JSON.stringify(reading)],
  );
}

async function keepCheck(
  tx: Tx,
  event: Received<typeof ApplicationSubmitted>,
  findings: readonly Finding[],
  sent: readonly Checked[],
): Promise<boolean> {
  const documents = sent.map(({ documentId, claimedAs, defects, warnings }) => ({
    documentId,
    claimedAs,
    defects,
    warnings: warnings.map((one) =>
      // It counts as what it says: the reviewer is told that, and not that something differs.
      one.warning === 'looks-like-another-document' && one.looksLike === claimedAs
        ? { ...one, warning: 'named-by-content' as const }
        : one,
    ),
  }));
  const rows = await tx.query(
    `insert into file_check (application_id, answers, findings, documents, caused_by)
     values ($1, $2, $3::jsonb, $4::jsonb, $5) on conflict do nothing returning 1`,
    [event.data.applicationId, event.data.sequence, JSON.stringify(findings), JSON.stringify(documents), event.id],
  );
  return rows.length > 0;
}
