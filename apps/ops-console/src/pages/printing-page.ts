import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import type { Visitor } from '../access/sessions.js';
import { CONFIG, type Config } from '../config.js';
import { listLinks } from '../show-links.js';
import { kindWord } from './applications-page.js';
import { AskServices } from './ask-services.js';
import { heldJobForm } from './held-job-form.js';
import { html, type Html } from './html.js';
import { actForm, options, page, part } from './layout.js';
import {
  approvals,
  approvalTable,
  cards,
  cardTable,
  machines,
  machineTable,
  stock,
  stockTable,
} from './printing-sections.js';
import { Times } from './times.js';
import { causeWords, printJobWords, word } from './words.js';

const jobs = z.looseObject({
  printJobs: z.array(
    z.looseObject({
      jobId: z.string(),
      applicationId: z.string(),
      kind: z.string(),
      office: z.string(),
      state: z.string(),
      attempt: z.number(),
      stationId: z.string().nullable(),
      serial: z.string().nullable(),
      heldBecause: z.string().nullable(),
      deferredFor: z.string().nullable(),
      expectedAt: z.string().nullish(),
      queuedAt: z.string(),
    }),
  ),
});
const stations = z.looseObject({
  stations: z.array(
    z.looseObject({
      stationId: z.string(),
      office: z.string(),
      driver: z.string().nullable(),
      printerState: z.string().nullable(),
      printerReasons: z.array(z.string()),
      lastSeenAt: z.string().nullable(),
      isSilent: z.boolean(),
      blanksInStock: z.number(),
      inHand: z.number(),
      conditions: z.array(z.string()).default([]),
      isRevoked: z.boolean().default(false),
    }),
  ),
});
const waiting = ['held', 'queued', 'claimed', 'started'] as const;

/** Print jobs that are not done, the stations, and blanks that come in. */
@ApiExcludeController()
@Controller('cetak')
export class PrintingPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    private readonly services: AskServices,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const [links, stationsSeen, asked, stockSeen, missing, lying, care, ...lists] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'printing-queue', '/stations', stations),
      this.services.get(visitor, 'printing-queue', '/approvals?limit=100', approvals),
      this.services.get(visitor, 'printing-queue', '/stock', stock),
      this.services.get(visitor, 'printing-queue', '/cards?state=missing&limit=100', cards),
      this.services.get(visitor, 'printing-queue', '/cards?uncollected=true&limit=100', cards),
      this.services.get(visitor, 'printing-queue', '/assets?limit=200', machines),
      ...waiting.map((state) =>
        this.services.get(visitor, 'printing-queue', `/print-jobs?state=${state}&limit=100`, jobs),
      ),
    ]);
    const body = html` <section id="stations" data-live>
        <h2>Mesin cetak</h2>
        ${part(stationsSeen, (seen) => this.stations(seen.stations, visitor))}
      </section>
      <section id="approvals" data-live>
        <h2>Cetak ulang yang menunggu orang kedua</h2>
        ${part(asked, (seen) => approvalTable(seen.approvals, visitor.username, this.times))}
      </section>
      <section id="stock" data-live>
        <h2>Persediaan</h2>
        ${part(stockSeen, (seen) => stockTable(seen.stock))}
      </section>
      ${waiting.map((state, at) => {
        const list = lists[at];
        return list
          ? html`<section id="jobs-${state}" data-live>
              <h2>${word(printJobWords, state)}</h2>
              ${part(list, (seen) => this.jobs(seen.printJobs, visitor))}
            </section>`
          : '';
      })}
      <section id="missing" data-live>
        <h2>Kartu yang tidak sampai</h2>
        ${part(missing, (seen) => cardTable(seen.cards, this.times, true))}
      </section>
      <section id="uncollected" data-live>
        <h2>Kartu yang lama belum diambil</h2>
        ${part(lying, (seen) => cardTable(seen.cards, this.times, false))}
      </section>
      <section id="machines" data-live>
        <h2>Perawatan alat</h2>
        ${part(care, (seen) => machineTable(seen.assets, this.times))}
      </section>`;
    return page({ visitor, title: 'Pencetakan', links, times: this.times, now: new Date(), body });
  }

  private jobs(list: z.output<typeof jobs>['printJobs'], visitor: Visitor): Html {
    if (list.length === 0) return html`<p>Tidak ada.</p>`;
    const maySettle = visitor.roles.includes('print-operator') || visitor.roles.includes('admin');
    return html`<table>
      <thead>
        <tr>
          <th>Antre sejak</th>
          <th>Layanan</th>
          <th>Kantor</th>
          <th>Mesin</th>
          <th>Blangko</th>
          <th>Keterangan</th>
        </tr>
      </thead>
      <tbody>
        ${list.map(
          (one) =>
            html`<tr data-job="${one.jobId}">
              <td><a href="/permohonan/${one.applicationId}">${this.times.at(one.queuedAt)}</a></td>
              <td>${kindWord(one.kind)}</td>
              <td>${one.office}</td>
              <td>${one.stationId ?? '—'}</td>
              <td>${one.serial ?? '—'}</td>
              <td>
                ${one.expectedAt ? `diperkirakan ${this.times.at(one.expectedAt)} ` : ''}${one.heldBecause ?? ''}${one.deferredFor ? word(causeWords, one.deferredFor) : ''}${
                  one.state === 'held' && maySettle ? heldJobForm(one.jobId) : ''
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private stations(list: z.output<typeof stations>['stations'], visitor: Visitor): Html {
    const mayReceive = visitor.roles.includes('print-operator') || visitor.roles.includes('admin');
    return html`<table>
      <thead>
        <tr>
          <th>Mesin</th>
          <th>Kantor</th>
          <th>Pencetak</th>
          <th>Terakhir terlihat</th>
          <th>Blangko</th>
          <th>Dikerjakan</th>
          <th>Terima blangko</th>
        </tr>
      </thead>
      <tbody>
        ${list.map(
          (one) =>
            html`<tr data-station="${one.stationId}">
              <td>${one.stationId}</td>
              <td>${one.office}</td>
              <td>
                ${one.printerState ?? '—'}
                ${one.conditions.length > 0 ? one.conditions.join(', ') : one.printerReasons.join(', ')}
              </td>
              <td>
                ${one.lastSeenAt ? this.times.at(one.lastSeenAt) : 'belum pernah'}${
                  one.isRevoked ? html` <b>dicabut</b>` : one.isSilent ? html` <b>diam</b>` : ''
                }
              </td>
              <td>${one.blanksInStock}</td>
              <td>${one.inHand}</td>
              <td>${mayReceive ? receipt(one.stationId) : ''}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

/** Blanks come as single serials or as a box with running numbers. */
function receipt(stationId: string): Html {
  const act = `/api/printing-queue/stations/${encodeURIComponent(stationId)}/blanks`;
  return html`<details>
    <summary>Catat</summary>
    ${actForm(act, 'Terima nomor seri', html`<label>Nomor seri, satu per baris <textarea name="serials" data-as="lines" required></textarea></label>`)}
    ${actForm(
      act,
      'Terima satu kotak',
      html`<label>Kotak <input name="box" required /></label>
        <label>dari <input name="from" type="number" data-as="number" min="1" required /></label>
        <label>sampai <input name="to" type="number" data-as="number" min="1" required /></label>`,
    )}
    ${actForm(
      `/api/printing-queue/stations/${encodeURIComponent(stationId)}/consumables`,
      'Catat bahan cetak',
      html`<select name="kind" aria-label="Kejadian">
          ${options({
            received: 'diterima',
            borrowed: 'dipinjam dari',
            lent: 'dipinjamkan ke',
            returned: 'dikembalikan ke',
            spoiled: 'rusak (berita acara)',
            loaded: 'dipasang di mesin',
          })}
        </select>
        <select name="item" aria-label="Bahan">
          ${options({ ribbon: 'ribbon', film: 'film', laminate: 'laminasi', 'cleaning-kit': 'perangkat pembersih' })}
        </select>
        <label>jumlah <input name="quantity" type="number" data-as="number" min="1" value="1" /></label>
        <label>pihak lain <input name="otherParty" maxlength="120" /></label>
        <label>nomor berita acara <input name="reportNo" maxlength="60" /></label>`,
    )}
  </details>`;
}
