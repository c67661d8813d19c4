import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { documentCodes } from '#civil-registry';
import type { DocumentStore, KeptDocument } from '#document-store';
import { counter, inSpan } from '#observability';
import { queryRows, type Tx, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { considerSubmission } from '../consider-submission.js';
import { DOCUMENT_STORE } from '../document-storage.js';
import type { DeviceRow } from '../officer/device.row.js';
import { openApplication } from '../open-application.js';
import {
  type CheckedParticulars,
  checkParticulars,
  particulars,
  type Remark,
} from '../particulars/check-particulars.js';
import { Patience } from '../patience.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import type { BundledRequest } from './manifest.js';

const taken = counter('loket_bundled_requests_total', 'Requests out of bundles by what became of them', ['outcome']);

interface Came {
  readonly device: DeviceRow;
  readonly bundleId: string;
  readonly request: BundledRequest;
}
type Kept = readonly { readonly document: BundledRequest['documents'][number]; readonly kept: KeptDocument }[];

/** Opens one request of a bundle as the counter would, submits it with its documents, and keeps what became of it; once. */
@Injectable()
export class TakeBundledRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly patience: Patience,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  /** @param files the bytes of the bundle's documents by SHA-256 */
  async take(
    device: DeviceRow,
    bundleId: string,
    request: BundledRequest,
    files: ReadonlyMap<string, Uint8Array>,
  ): Promise<void> {
    const came = { device, bundleId, request };
    if (await isKnown((sql, values) => queryRows(this.dataSource, sql, values), came)) return;
    const judged = this.judge(request);
    if (!judged.ok) return this.refuse(came, judged.problems);
    // Files before the transaction: what a break leaves behind is unreadable and belongs to nothing.
    const kept: Kept = await Promise.all(
      request.documents.map(async (document) => {
        const bytes = files.get(document.sha256);
        if (!bytes) throw new Error('an opened bundle has the bytes of its documents');
        return { document, kept: await this.store.put(bytes, { contentType: document.contentType }) };
      }),
    );
    const isNew = await inSpan('open application out of a bundle', {}, () =>
      this.unitOfWork.run((tx) => this.open(tx, came, judged.checked, kept)),
    );
    if (!isNew) await Promise.all(kept.map(({ kept: { key } }) => this.store.delete(key)));
  }

  private judge(request: BundledRequest): ReturnType<typeof checkParticulars> {
    const read = particulars.safeParse(request.particulars);
    // Held against the day it was taken in: whoever was of age for it then is so now.
    if (read.success) return checkParticulars(read.data, this.territory.asContext(new Date()));
    const fields = new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'form')));
    return {
      ok: false,
      problems: [...fields].map((field) => ({
        field,
        code: 'FIELD_UNREADABLE',
        text: 'Isian ini tidak dapat dibaca.',
      })),
    };
  }

  private async refuse(came: Came, problems: readonly Remark[]): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      if (await note(tx, came, { outcome: 'refused', problems })) taken.inc({ outcome: 'refused' });
    });
  }

  /** @returns whether it became an application of its own, to which the documents belong now */
  private async open(
    tx: Tx,
    came: Came,
    { request, office, citizenship, phone, warnings }: CheckedParticulars,
    kept: Kept,
  ): Promise<boolean> {
    const { device } = came;
    // The same request in two imports at once: the second waits here, and finds the first one's result.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${device.id}:${came.request.requestId}`]);
    if (await isKnown((sql, values) => tx.query(sql, values), came)) return false;
    const opened = await openApplication(
      tx,
      request,
      {
        channel: 'village',
        ...{ office, citizenship },
        ...(phone === undefined ? {} : { phone }),
        clerk: { id: device.officer, office: device.office },
        silence: this.patience.silenceIn(request.district),
      },
      this.personalData,
    );
    const outcome = opened.isNew ? 'opened' : 'already-open';
    await note(tx, came, { outcome, applicationId: opened.id, warnings });
    tx.afterCommit(() => taken.inc({ outcome }));
    if (!opened.isNew) return false;
    for (const { document, kept: file } of kept) {
      const as = documentCodes.find((code) => code === document.as) ?? null;
      await tx.query(
        `insert into document (id, application_id, named_as, claimed_as, round, state, store_key, content_type, size, sha256, sent_at)
         values ($1, $2, $3, $3, 0, 'kept', $4, $5, $6, $7, now())`,
        [randomUUID(), opened.id, as, file.key, document.contentType, file.size, file.sha256],
      );
    }
    if (kept.length > 0) {
      const { personalData, territory, patience } = this;
      await considerSubmission(tx, opened.id, true, { personalData, territory, patience }, { clerk: device.officer });
    }
    return true;
  }
}

async function isKnown(
  query: (sql: string, values: unknown[]) => Promise<unknown[]>,
  { device, request }: Came,
): Promise<boolean> {
  const sql = 'select 1 from bundle_request where device_id = $1 and request_id = $2';
  return (await query(sql, [device.id, request.requestId])).length > 0;
}

/** @returns whether this is the first time that it is noted */
async function note(
  tx: Tx,
  { device, bundleId, request }: Came,
  result: {
    outcome: 'opened' | 'already-open' | 'refused';
    applicationId?: string;
    problems?: readonly Remark[];
    warnings?: readonly Remark[];
  },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into bundle_request (device_id, request_id, bundle_id, outcome, application_id, problems, warnings, taken_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
    [
      device.id,
      request.requestId,
      bundleId,
      result.outcome,
      result.applicationId ?? null,
      JSON.stringify(result.problems ?? []),
      JSON.stringify(result.warnings ?? []),
      request.takenAt,
    ],
  );
  return rows.length > 0;
}
