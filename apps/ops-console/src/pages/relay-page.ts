import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { listLinks } from '../show-links.js';
import { AskServices } from './ask-services.js';
import { html, type Html } from './html.js';
import { actForm, page, part } from './layout.js';
import { Times } from './times.js';

const list = z.looseObject({
  entries: z.array(
    z.looseObject({
      messageId: z.string(),
      applicationId: z.string(),
      ticket: z.string(),
      name: z.string(),
      office: z.string(),
      news: z.string(),
      since: z.string(),
    }),
  ),
});

/** News that reached nobody: a list for the village officers of a sub-district, or for the counter of an office. */
@ApiExcludeController()
@Controller('pesan/belum-sampai')
export class RelayPage {
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
  async show(
    @Query('district') district: unknown,
    @Query('office') office: unknown,
    @Req() request: Request,
  ): Promise<string> {
    const visitor = visitorOf(request);
    const asked = placeOf(district, office);
    const [links, found] = await Promise.all([
      listLinks(this.dataSource),
      asked ? this.services.get(visitor, 'notification', `/relay-lists?${asked}`, list) : undefined,
    ]);
    const body = html`<p>
        Kabar yang tidak sampai dalam sehari disampaikan petugas desa; setelah tiga hari, oleh loket.
      </p>
      <form method="get">
        <label>Kode kecamatan <input name="district" pattern="\\d{6}" placeholder="enam angka" /></label>
        <button>Tampilkan</button>
      </form>
      <form method="get">
        <label>Loket <input name="office" pattern="[a-z0-9\\-]+" placeholder="kode loket" /></label>
        <button>Tampilkan</button>
      </form>
      ${found ? html`<section id="relay" data-live>${part(found, (seen) => this.table(seen.entries))}</section>` : ''}
      ${asked ? html`<p><a href="/api/notification/relay-lists?${asked}&format=csv">Unduh CSV untuk dicetak</a></p>` : ''}`;
    return page({ visitor, title: 'Kabar yang belum sampai', links, times: this.times, now: new Date(), body });
  }

  private table(entries: z.output<typeof list>['entries']): Html {
    if (entries.length === 0) return html`<p>Tidak ada.</p>`;
    return html`<table>
      <thead>
        <tr>
          <th>Sejak</th>
          <th>Tiket</th>
          <th>Nama</th>
          <th>Kabar</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          (one) =>
            html`<tr data-relay="${one.messageId}">
              <td>${this.times.at(one.since)}</td>
              <td><a href="/permohonan/${one.applicationId}">${one.ticket}</a></td>
              <td>${one.name}</td>
              <td><pre>${one.news}</pre></td>
              <td>
                ${actForm('/api/notification/relay-lists/told', 'Sudah disampaikan', html`<input type="hidden" name="messageIds.0" value="${one.messageId}" />`)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

/** The one place that is asked for, as a query; undefined for none or nonsense. */
function placeOf(district: unknown, office: unknown): string | undefined {
  if (typeof district === 'string' && /^\d{6}$/.test(district)) return `district=${district}`;
  if (typeof office === 'string' && /^[a-z0-9-]{1,64}$/.test(office)) return `office=${office}`;
  return undefined;
}
