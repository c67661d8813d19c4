import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { toDataURL } from 'qrcode';
import { DataSource } from 'typeorm';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { type FactorShown, SecondFactors } from '../second-factor/second-factors.js';
import { listLinks } from '../show-links.js';
import { html, type Html } from './html.js';
import { actForm, page } from './layout.js';
import { Times } from './times.js';

const acts = '/api/ops-console/account/second-factor';

/** One's own account: the code of the phone beside the password. */
@ApiExcludeController()
@Controller('akun')
export class AccountPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    private readonly factors: SecondFactors,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = visitorOf(request);
    const [links, factor] = await Promise.all([listLinks(this.dataSource), this.factors.show(visitor.username)]);
    const body = html`<dl>
        <dt>Nama pengguna</dt>
        <dd>${visitor.username}</dd>
        <dt>Peran</dt>
        <dd>${visitor.roles.join(', ')}</dd>
        <dt>Kantor</dt>
        <dd>${visitor.office ?? 'seluruh wilayah'}</dd>
      </dl>
      <h2>Kode dari ponsel saat masuk</h2>
      ${await shown(factor)}`;
    response.type('html').send(page({ visitor, title: 'Akun saya', links, times: this.times, now: new Date(), body }));
  }
}

async function shown(factor: FactorShown): Promise<Html> {
  const code = html`<label>Kode <input name="code" autocomplete="one-time-code" required /></label>`;
  switch (factor.state) {
    case 'none':
      return html`<p>Belum dipakai. Dengan kode, kata sandi yang bocor saja tidak cukup untuk masuk.</p>
        ${actForm(acts, 'Siapkan kode')}`;
    case 'begun':
      return html`<p>Pindai dengan aplikasi kode di ponsel, lalu isi kode yang muncul.</p>
        <p><img src="${await toDataURL(factor.uri ?? '', { margin: 4 })}" alt="Kode QR untuk aplikasi kode" /></p>
        <p>Tanpa kamera: <code>${/secret=([A-Z2-7]+)/.exec(factor.uri ?? '')?.[1]}</code></p>
        ${actForm(`${acts}/confirmation`, 'Pakai mulai sekarang', code, 'show')}
        <p>Sesudah itu sepuluh kode pemulihan ditampilkan sekali ini saja: catat dan simpan.</p>`;
    case 'confirmed':
      return html`<p>Dipakai. Kode pemulihan tersisa: ${factor.recoveryCodesLeft}.</p>
        ${actForm(`${acts}/removal`, 'Berhenti memakai kode', code)}`;
  }
}
