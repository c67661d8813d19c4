import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Capability } from '#contracts';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { listCapabilities, type ShownCapability } from '../show-capabilities.js';
import { listLinks } from '../show-links.js';
import { html, type Html } from './html.js';
import { actForm, page } from './layout.js';
import { Times } from './times.js';

const names: Readonly<Record<Capability, string>> = {
  INTAKE: 'Penerimaan permohonan',
  WA: 'WhatsApp',
  SIAK_LOOKUP: 'Melihat data di SIAK',
  RECORD_LOCAL: 'Perekaman di tempat',
  SEND_TO_CENTRE: 'Pengiriman rekaman ke pusat',
  DEDUP: 'Penunggalan di pusat',
  PRINT: 'Pencetakan KTP-el',
  MUTASI: 'Pindah datang',
  NIK_WS: 'Layanan cek NIK',
};

/** What works outside, and the operator's word on it. */
@ApiExcludeController()
@Controller('layanan')
export class CapabilitiesPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const maySay = (['ops', 'admin', 'head'] as const).some((role) => visitor.roles.includes(role));
    const [links, shown] = await Promise.all([listLinks(this.dataSource), listCapabilities(this.dataSource)]);
    const body = html`<section id="capabilities" data-live>
      <p>
        Yang terganggu menahan permohonan yang memerlukannya; catatan untuk warga tampil di halaman lacak dan sapaan
        WhatsApp.
      </p>
      <table>
        <thead>
          <tr>
            <th>Layanan</th>
            <th>Keadaan</th>
            <th>Sejak</th>
            <th>Sumber</th>
            <th>Catatan untuk warga</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((one) => this.row(one, maySay))}
        </tbody>
      </table>
    </section>`;
    return page({ visitor, title: 'Layanan pusat', links, times: this.times, now: new Date(), body });
  }

  private row(one: ShownCapability, maySay: boolean): Html {
    return html`<tr data-capability="${one.capability}" data-state="${one.state}">
      <td>${names[one.capability]} <code>${one.capability}</code></td>
      <td>${one.state === 'up' ? 'berjalan' : html`<b>TERGANGGU</b>`}</td>
      <td>${one.since === null ? '—' : this.times.at(one.since)}</td>
      <td>${one.source === 'auto' ? 'otomatis' : (one.setBy ?? 'petugas')}</td>
      <td>${one.publicNote ?? ''}</td>
      <td>${maySay && one.capability !== 'INTAKE' ? form(one) : ''}</td>
    </tr>`;
  }
}

function form({ capability, state, source }: ShownCapability): Html {
  const act = `/api/ops-console/capabilities/${capability}`;
  if (state === 'down' && source === 'operator')
    return actForm(act, 'Sudah pulih', html`<input type="hidden" name="state" value="up" />`);
  return actForm(
    act,
    'Terganggu',
    html`<input type="hidden" name="state" value="down" /><input
        name="publicNote"
        maxlength="300"
        placeholder="Catatan untuk warga"
        aria-label="Catatan untuk warga"
      />`,
  );
}
