import { Injectable } from '@nestjs/common';
import { ProblemError } from '#boot';
import { BundleImported, NewsRelayed } from '#contracts';
import { counter, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { DeviceRow } from '../officer/device.row.js';
import { mayStillSpeak } from '../officer/recognise-device.js';
import {
  BadBundle,
  type BundleContents,
  type BundleFault,
  type ClosedBundle,
  openBundle,
  proveSignature,
  readClosed,
  sha256Of,
} from './container.js';
import type { Manifest } from './manifest.js';
import { OfficeKey } from './office-key.js';
import { findResults, type RequestResult } from './request-result.js';
import { TakeBundledRequest } from './take-bundled-request.js';

/** How a bundle came in: over a line from its own device, or on a stick that a clerk read. */
export type Arrival =
  { readonly via: 'line'; readonly deviceId: string } | { readonly via: 'stick'; readonly clerk: string };

export interface ImportedBundle {
  readonly bundleId: string;
  readonly deviceId: string;
  readonly madeAt: string;
  readonly receivedAt: string;
  /** It was here before, and nothing has changed. */
  readonly isRepeated: boolean;
  /** Ticks of the relay list that came with it. */
  readonly told: number;
  readonly results: readonly RequestResult[];
}

interface BundleRow {
  readonly sha256: string;
  readonly request_ids: string[];
  readonly told: number;
  readonly received_at: Date;
  readonly done_at: Date | null;
}

const bundles = counter('loket_bundles_total', 'Bundles of village officers by how they came and what became of them', [
  'via',
  'outcome',
]);
/** A bundle lies in memory while it is taken in: a few at once, the others come again. */
const mostAtOnce = 2;

/**
 * Takes in what a village officer's device has brought. Each request is opened in a transaction of its own, so one that cannot be
 * right does not hold up the others, and an import that broke off goes on when it is repeated. Nothing happens twice: a bundle is
 * known by its id, a request by its device and id, whichever bundle it comes in.
 */
@Injectable()
export class ImportBundle {
  private busy = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly officeKey: OfficeKey,
    private readonly takeRequest: TakeBundledRequest,
  ) {}

  /** @throws ProblemError with a reason that its officer can read */
  async take(bytes: Uint8Array<ArrayBuffer>, arrival: Arrival): Promise<ImportedBundle> {
    if (this.busy >= mostAtOnce) {
      throw new ProblemError(
        503,
        'unavailable',
        'Bundel lain sedang diterima',
        'ulangi sebentar lagi',
        {},
        { 'Retry-After': '5' },
      );
    }
    this.busy += 1;
    try {
      const imported = await inSpan('import bundle', {}, () => this.import(bytes, arrival));
      bundles.inc({ via: arrival.via, outcome: imported.isRepeated ? 'repeated' : 'imported' });
      return imported;
    } catch (error) {
      bundles.inc({ via: arrival.via, outcome: error instanceof ProblemError ? error.code : 'failed' });
      throw error;
    } finally {
      this.busy -= 1;
    }
  }

  private async import(bytes: Uint8Array<ArrayBuffer>, arrival: Arrival): Promise<ImportedBundle> {
    const { device, closed } = await this.prove(bytes, arrival);
    const sha256 = await sha256Of(bytes);
    const [before]: BundleRow[] = await this.dataSource.query('select * from bundle where id = $1', [
      closed.header.bundleId,
    ]);
    if (before && before.sha256 !== sha256) throw reused();
    if (before?.done_at) return this.report(closed, before, true);
    const contents = await openBundle(closed, this.officeKey.identities).catch(refuse);
    const row = await this.note(contents.manifest, sha256, arrival);
    for (const request of contents.manifest.requests)
      await this.takeRequest.take(device, closed.header.bundleId, request, contents.files);
    await this.finish(device, contents, arrival);
    return this.report(closed, row, false);
  }

  /** Whose it is, before anything of it is opened. */
  private async prove(
    bytes: Uint8Array<ArrayBuffer>,
    arrival: Arrival,
  ): Promise<{ device: DeviceRow; closed: ClosedBundle }> {
    try {
      const closed = readClosed(bytes);
      const rows: DeviceRow[] = await this.dataSource.query('select * from officer_device where id = $1', [
        closed.header.deviceId,
      ]);
      const device = mayStillSpeak(rows[0]);
      if (arrival.via === 'line' && arrival.deviceId !== device.id)
        throw new BadBundle('tampered', 'another device sends it');
      await proveSignature(closed, device.signing_key);
      return { device, closed };
    } catch (error) {
      return refuse(error);
    }
  }

  private note(
    { bundleId, deviceId, madeAt, requests, told }: Manifest,
    sha256: string,
    arrival: Arrival,
  ): Promise<BundleRow> {
    return this.unitOfWork.run(async (tx) => {
      const by = arrival.via === 'stick' ? arrival.clerk : null;
      await tx.query(
        `insert into bundle (id, device_id, sha256, via, made_at, imported_by, request_ids, told)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [bundleId, deviceId, sha256, arrival.via, madeAt, by, requests.map(({ requestId }) => requestId), told.length],
      );
      const [row] = await tx.query<BundleRow>('select * from bundle where id = $1', [bundleId]);
      if (row?.sha256 !== sha256) throw reused();
      return row;
    });
  }

  private async finish(device: DeviceRow, { manifest }: BundleContents, { via }: Arrival): Promise<void> {
    const { bundleId, deviceId, madeAt, told } = manifest;
    await this.unitOfWork.run(async (tx) => {
      const [done] = await tx.query('update bundle set done_at = now() where id = $1 and done_at is null returning 1', [
        bundleId,
      ]);
      if (!done) return;
      const counts = await tx.query<{ outcome: RequestResult['outcome']; n: number }>(
        'select outcome, count(*)::int as n from bundle_request where bundle_id = $1 group by outcome',
        [bundleId],
      );
      const count = (outcome: RequestResult['outcome']) => counts.find((one) => one.outcome === outcome)?.n ?? 0;
      await tx.emit(BundleImported, {
        ...{ bundleId, deviceId, via, madeAt, district: device.district, office: device.office },
        ...{ opened: count('opened'), alreadyOpen: count('already-open'), refused: count('refused') },
      });
      if (told.length > 0) await tx.emit(NewsRelayed, { deviceId, told });
    });
  }

  private async report({ header }: ClosedBundle, row: BundleRow, isRepeated: boolean): Promise<ImportedBundle> {
    const results = await findResults(this.dataSource, header.deviceId, row.request_ids);
    return { ...header, receivedAt: row.received_at.toISOString(), isRepeated, told: row.told, results };
  }
}

function reused(): ProblemError {
  return new ProblemError(
    409,
    'bundle-id-reused',
    'Nomor bundel sudah dipakai',
    'bundel lain dengan nomor ini sudah diterima; buat bundel baru di perangkat petugas',
  );
}

const faults: Record<BundleFault, readonly [status: number, title: string, detail: string]> = {
  unreadable: [
    422,
    'Ini bukan bundel Loket',
    'berkas ini bukan bundel atau terpotong; salin ulang dari perangkat petugas',
  ],
  tampered: [
    422,
    'Bundel berubah sesudah ditandatangani',
    'tanda tangan perangkat tidak cocok dengan isinya, jadi tidak ada yang diterima; salin ulang dari perangkat petugas',
  ],
  'not-for-us': [422, 'Bundel tidak dapat dibuka di sini', 'bundel dikunci untuk kantor lain atau dengan kunci lama'],
  invalid: [
    422,
    'Isi bundel tidak dapat dibaca',
    'halaman petugas di perangkat perlu diperbarui; permohonan tetap ada di sana',
  ],
};

/** A bundle that is none, as a problem in words for its officer; anything else as it is. */
function refuse(error: unknown): never {
  if (!(error instanceof BadBundle)) throw error;
  const [status, title, detail] = faults[error.fault];
  throw new ProblemError(status, `bundle-${error.fault}`, title, detail);
}
