import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { serviceKindFacts } from '#civil-registry';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import { officeOf } from '../access/office-scope.js';
import { CONFIG, type Config } from '../config.js';
import { PLACES, type Places } from '../places.js';
import { type ApplicationShown, countByState, listApplications, whichApplications } from '../show-applications.js';
import { listLinks } from '../show-links.js';
import { html, type Html } from './html.js';
import { options, page } from './layout.js';
import { Times } from './times.js';
import { causeWords, stateWords, word } from './words.js';

const titles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(serviceKindFacts).map(({ kind, title }) => [kind, title]),
);

/** How a kind of request is called on the pages. */
export const kindWord = (kind: string) => word(titles, kind);

/** The first page: all requests, their state, what they wait for and for how long. */
@ApiExcludeController()
@Controller()
export class ApplicationsPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(PLACES) private readonly places: Places,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get('/')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Query() given: Record<string, unknown>, @Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    // An empty choice of the form is no choice; a wrong one is left out, not punished.
    const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    const which: z.output<typeof whichApplications> = whichApplications
      .catch(whichApplications.parse({}))
      .parse(chosen);
    const now = new Date();
    const [list, counts, links] = await Promise.all([
      listApplications(this.dataSource, which, officeOf(visitor)),
      countByState(this.dataSource, officeOf(visitor)),
      listLinks(this.dataSource),
    ]);
    const body = html` <form method="get" class="filter">
        <select name="state" aria-label="Status">
          <option value="">Semua status</option>
          ${options(stateCounts(counts), which.state)}
        </select>
        <select name="office" aria-label="Kantor">
          <option value="">Semua kantor</option>
          ${options(officeNames(this.places), which.office)}
        </select>
        <select name="held" aria-label="Tertahan">
          <option value="">Semua</option>
          ${options({ true: 'Yang menunggu sesuatu' }, which.held)}
        </select>
        <button>Tampilkan</button>
      </form>
      <table id="applications" data-live>
        <thead>
          <tr>
            <th>Masuk</th>
            <th>Layanan</th>
            <th>Status</th>
            <th>Menunggu</th>
            <th>Lengkap sejak</th>
            <th>Kantor</th>
            <th>Jalur</th>
            <th>Umur</th>
          </tr>
        </thead>
        <tbody>
          ${list.applications.map((one) => this.row(one, now))}
        </tbody>
      </table>
      ${list.applications.length === 0 ? html`<p>Tidak ada permohonan.</p>` : ''}
      ${list.next ? html`<p><a href="?${nextQuery(which, list.next)}">Berikutnya</a></p>` : ''}`;
    return page({ visitor, title: 'Permohonan', links, times: this.times, now, body });
  }

  private row(one: ApplicationShown, now: Date): Html {
    return html`<tr data-application="${one.applicationId}">
      <td><a href="/permohonan/${one.applicationId}">${this.times.at(one.begunAt)}</a></td>
      <td>${kindWord(one.kind)}</td>
      <td data-state="${one.state}">${word(stateWords, one.state)}</td>
      <td>
        ${one.holds.map((hold) => html`<span class="hold">${word(causeWords, hold.cause)} (${this.times.ago(hold.since, now)})</span> `)}
      </td>
      <td>${one.completeSince ? this.times.at(one.completeSince) : '—'}</td>
      <td>${one.office}</td>
      <td>${one.channel}</td>
      <td>${this.times.ago(one.begunAt, now)}</td>
    </tr>`;
  }
}

function stateCounts(counts: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stateWords).map(([state, name]) => [state, `${name} (${counts[state] ?? 0})`]),
  );
}

/** Offices as a form offers them. */
export function officeNames(places: Places): Record<string, string> {
  return Object.fromEntries(places.offices.map(({ code, name }) => [code, name]));
}

function nextQuery(which: z.output<typeof whichApplications>, after: string): string {
  const { state, office, held } = which;
  return new URLSearchParams({
    ...(state && { state }),
    ...(office && { office }),
    ...(held && { held }),
    after,
  }).toString();
}
