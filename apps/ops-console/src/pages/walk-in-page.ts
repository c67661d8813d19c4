import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { documents, serviceKindFacts } from '#civil-registry';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { PLACES, type Places } from '../places.js';
import { listLinks } from '../show-links.js';
import { officeNames } from './applications-page.js';
import { html, type Html } from './html.js';
import { options, page } from './layout.js';
import { Times } from './times.js';

const kinds = Object.fromEntries(Object.values(serviceKindFacts).map(({ kind, title }) => [kind, title]));
const documentNames = Object.fromEntries(Object.values(documents).map(({ code, name }) => [code, name]));

/** A request at the counter: particulars and scanned documents in one form. See public/console.js for how it is sent. */
@ApiExcludeController()
@Controller('permohonan-baru')
export class WalkInPage {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(PLACES) private readonly places: Places,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const links = await listLinks(this.dataSource);
    const districts = Object.fromEntries(this.places.districts.map(({ code, name }) => [code, name]));
    const body = html`<form id="walk-in" autocomplete="off">
      <label
        >Layanan
        <select name="kind">
          ${options(kinds, 'HILANG')}
        </select></label
      >
      <label>NIK <input name="nik" inputmode="numeric" required maxlength="40" /></label>
      <label>Nomor KK <input name="familyCardNumber" inputmode="numeric" required maxlength="40" /></label>
      <label>Nama lengkap <input name="name" required maxlength="200" /></label>
      <label
        >Kecamatan
        <select name="district">
          <option value="unknown">tidak tahu</option>
          ${options(districts)}
        </select></label
      >
      <label>Desa/kelurahan <input name="village" maxlength="100" /></label>
      <label>Nomor WhatsApp <input name="phone" inputmode="tel" maxlength="30" /></label>
      <label
        >Kantor pengambilan
        <select name="office">
          <option value="">menurut kecamatan</option>
          ${options(officeNames(this.places), visitor.office ?? undefined)}
        </select></label
      >
      <fieldset>
        <legend>Dokumen</legend>
        ${[0, 1, 2, 3].map(documentRow)}
      </fieldset>
      <button>Simpan dan serahkan</button><output></output>
    </form>`;
    return page({
      visitor,
      title: 'Permohonan baru',
      links,
      times: new Times(this.config.TZ_OFFICE),
      now: new Date(),
      body,
    });
  }
}

function documentRow(row: number): Html {
  return html`<span class="row" data-document
    ><select aria-label="Dokumen ${row + 1}">
      ${options(documentNames, ['KK', 'SURAT_KEHILANGAN', 'KTP_LAMA'][row])}
    </select>
    <input type="file" accept="image/jpeg,image/png,image/webp,application/pdf" aria-label="File ${row + 1}"
  /></span>`;
}
