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
import { judgeFile, type PersonsFinding, type SentDocument } from './checks/judge-file.js';
import { CONFIG, type Config, qualityLimits } from './config.js';
import { isOvertaken, noteAnnouncement } from './note-announcement.js';
import { Intake, type Particulars } from './read-from-intake.js';
import { DocumentReader } from './reading/document-reader.js';
import { type Reading, readerVersion } from './reading/reading.js';

type Sent = Particulars['documents'][number];
type Opened = {
  readonly defects: readonly Defect[];
  readonly keep?: { readonly sha256: string; readonly reading: Reading };
};

const checked = counter('loket_files_checked_total', 'Files checked, by outcome', ['outcome']);
const defects = counter('loket_document_defects_total', 'Defects found in files', ['defect']);

/** Checks a file as a clerk at the counter would: is everything there, and can every document be opened? */
@Controller()
export class CheckDocuments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly intake: Intake,
    private readonly reader: DocumentReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @EventPattern<string>('document-validation.check-documents')
  async handle(@Payload() event: Received<typeof ApplicationSubmitted>, @Ctx() attempt: Attempt): Promise<void> {
    if (await isOvertaken(this.dataSource, event.data)) return;
    const { applicationId, sequence: answers } = event.data;
    const file = await this.intake.particularsOf(applicationId, attempt.signal);
    const sent: (SentDocument & Opened)[] = [];
    for (const document of file.documents) {
      // What nobody has named fulfils no requirement: it need not be opened.
      const opened = document.claimedAs === null ? { defects: [] } : await this.open(document, attempt.signal);
      sent.push({
        ...opened,
        documentId: document.documentId,
        claimedAs: document.claimedAs,
        receivedAt: document.receivedAt,
      });
    }
    const findings = judgeFile(
      requirementsFor(file.kind, this.applicant(file)),
      sent,
      await this.personsFindings(applicationId),
    );
    await attempt.commit(async (tx) => {
      for (const { keep } of sent) if (keep) await keepReading(tx, keep.sha256, keep.reading);
      if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
      if (!(await keepCheck(tx, event, findings, sent))) return;
      const [first, ...others] = findings;
      if (first) await tx.emit(DocumentsIncomplete, { applicationId, answers, findings: [first, ...others] });
      else await tx.emit(DocumentsComplete, { applicationId, answers });
      tx.afterCommit(() => {
        checked.inc({ outcome: first ? 'incomplete' : 'complete' });
        for (const { defect } of findings) defects.inc({ defect });
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

  private async open(document: Sent, signal: AbortSignal): Promise<Opened> {
    const limit = this.config.DOCUMENT_MAX_BYTES;
    if (document.fileProblem) return { defects: [{ defect: document.fileProblem }] };
    if (document.size && document.size > limit)
      return { defects: [{ defect: 'too-large', measured: document.size, limit }] };
    const known = document.sha256 ? await this.readBefore(document.sha256) : undefined;
    if (known) return { defects: defectsOf(known, qualityLimits(this.config)) };
    const bytes = await this.intake.contentOf(document.documentId, limit, signal);
    if (!bytes) return { defects: [{ defect: 'too-large', limit }] };
    const { reading, killed } = await this.reader.read(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // A process that was killed may have been unlucky: the same file is opened again next time.
    return {
      defects: defectsOf(reading, qualityLimits(this.config)),
      ...(killed ? {} : { keep: { sha256, reading } }),
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
  sent: readonly SentDocument[],
): Promise<boolean> {
  const documents = sent.map(({ documentId, claimedAs, defects }) => ({ documentId, claimedAs, defects }));
  const rows = await tx.query(
    `insert into file_check (application_id, answers, findings, documents, caused_by)
     values ($1, $2, $3::jsonb, $4::jsonb, $5) on conflict do nothing returning 1`,
    [event.data.applicationId, event.data.sequence, JSON.stringify(findings), JSON.stringify(documents), event.id],
  );
  return rows.length > 0;
}
