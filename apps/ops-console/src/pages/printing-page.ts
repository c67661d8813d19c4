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
import { actForm, page, part } from './layout.js';
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
    const [links, machines, ...lists] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'printing-queue', '/stations', stations),
      ...waiting.map((state) =>
        this.services.get(visitor, 'printing-queue', `/print-jobs?state=${state}&limit=100`, jobs),
      ),
    ]);
    const body = html` <section id="stations" data-live>
        <h2>Mesin cetak</h2>
        ${part(machines, (seen) => this.stations(seen.stations, visitor))}
      </section>
      ${waiting.map((state, at) => {
        const list = lists[at];
        return list
          ? html`<section id="jobs-${state}" data-live>
              <h2>${word(printJobWords, state)}</h2>
              ${part(list, (seen) => this.jobs(seen.printJobs, visitor))}
            </section>`
          : '';
      })}`;
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
                ${one.heldBecause ?? ''}${one.deferredFor ? word(causeWords, one.deferredFor) : ''}${
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
              <td>${one.printerState ?? '—'} ${one.printerReasons.join(', ')}</td>
              <td>
                ${one.lastSeenAt ? this.times.at(one.lastSeenAt) : 'belum pernah'}${one.isSilent ? html` <b>diam</b>` : ''}
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
  </details>`;
}
