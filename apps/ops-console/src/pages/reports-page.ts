import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { visitorOf } from '../access/recognise-visitor.js';
import { officeOf } from '../access/office-scope.js';
import type { Visitor } from '../access/sessions.js';
import { CONFIG, type Config } from '../config.js';
import { PLACES, type Places } from '../places.js';
import { figureWords } from '../reports/figure-words.js';
import { halfBefore, halfYearOf } from '../reports/half-year.js';
import { makeReport } from '../reports/make-report.js';
import { type Report, type ReportKey, reportKeys } from '../reports/report.js';
import { listLinks } from '../show-links.js';
import { reportReaders } from '../show-reports.js';
import { html, type Html } from './html.js';
import { options, page } from './layout.js';
import { Times } from './times.js';

/** A page shows the first rows; the files have them all. */
const rowsShown = 100;
const halvesOffered = 8;

/** *Laporan* and *Efektivitas*: the reports as tables, with their files. */
@ApiExcludeController()
@Controller()
export class ReportsPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(PLACES) private readonly places: Places,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get('laporan')
  reports(@Query('half') half: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const keys = reportKeys.filter((key) => key !== 'effectiveness');
    return this.show('Laporan', keys, half, request, response);
  }

  @Get('efektivitas')
  effectiveness(@Query('half') half: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show('Efektivitas', ['effectiveness'], half, request, response);
  }

  private async show(
    title: string,
    keys: readonly ReportKey[],
    asked: unknown,
    request: Request,
    response: Response,
  ): Promise<void> {
    const visitor = visitorOf(request);
    const now = new Date();
    const halves = this.halves(now);
    const chosen = halves.find((one) => one === asked) ?? halves[0] ?? '';
    const links = await listLinks(this.dataSource);
    const parts = { visitor, links, times: this.times, now, title };
    if (!mayRead(visitor)) {
      const body = html`<p class="missing">Anda tidak berhak melihat laporan.</p>`;
      response
        .status(403)
        .type('html')
        .send(page({ ...parts, body }));
      return;
    }
    const ask = {
      dataSource: this.dataSource,
      places: this.places,
      half: chosen,
      office: officeOf(visitor),
    };
    const reports = await Promise.all(keys.map((key) => makeReport(key, ask, now)));
    const body = html`<form method="get" class="filter">
        <select name="half" aria-label="Semester">
          ${options(Object.fromEntries(halves.map((one) => [one, `Semester ${one}`])), chosen)}
        </select>
        <button>Tampilkan</button>
      </form>
      ${reports.map((report) => section(report, chosen))}`;
    response.type('html').send(page({ ...parts, body }));
  }

  private halves(now: Date): string[] {
    const halves = [halfYearOf(now, this.places.timeZone)];
    while (halves.length < halvesOffered) halves.push(halfBefore(halves.at(-1) ?? ''));
    return halves;
  }
}

function mayRead(visitor: Visitor): boolean {
  return visitor.roles.some((role) => reportReaders.some((one) => one === role));
}

function section(report: Report, half: string): Html {
  const file = (format: string) => `/api/reports/${report.key}?half=${half}&format=${format}`;
  return html`<section id="${report.key}">
    <h2>${report.title}</h2>
    <p><a href="${file('csv')}">CSV</a> · <a href="${file('xlsx')}">Excel</a> · <a href="${file('pdf')}">PDF</a></p>
    ${report.rows.length === 0 ? html`<p>Belum ada data.</p>` : tableOf(report)}
    ${report.rows.length > rowsShown ? html`<p>${rowsShown} baris pertama dari ${report.rows.length}; selebihnya dalam berkas.</p>` : ''}
    ${report.notes.map((note) => html`<p><small>${note}</small></p>`)}
  </section>`;
}

function tableOf({ columns, rows }: Report): Html {
  return html`<table>
    <thead>
      <tr>
        ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.slice(0, rowsShown).map(
        (row) =>
          html`<tr>
            ${columns.map((column) => html`<td data-kind="${column.kind}">${figureWords(row[column.key], column)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
