import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import type { Visitor } from '../access/sessions.js';
import { CONFIG, type Config } from '../config.js';
import { listLinks } from '../show-links.js';
import { AskServices } from './ask-services.js';
import { html, type Html } from './html.js';
import { actForm, page, part } from './layout.js';
import { Times } from './times.js';
import { messageWords, word } from './words.js';

/** What the pages read of a message in notification's answers. */
export const messageShown = z.looseObject({
  id: z.string(),
  about: z.string(),
  applicationId: z.string().nullable(),
  fact: z.string(),
  state: z.string(),
  errorCode: z.number().nullable(),
  errorClass: z.string().nullable(),
  createdAt: z.string(),
  resentBy: z.string().nullable(),
});
const failures = z.looseObject({
  failures: z.array(
    z.looseObject({
      id: z.string(),
      applicationId: z.string().nullable(),
      messageKey: z.string(),
      state: z.string(),
      reason: z.string(),
      means: z.string(),
      errorCode: z.number().nullable(),
      createdAt: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
const sending = z.looseObject({ stopped: z.looseObject({ errorClass: z.string(), since: z.string() }).nullable() });

/** Messages that failed, or of which nobody knows whether they went out: a person decides. */
@ApiExcludeController()
@Controller('pesan')
export class MessagesPage {
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
  async show(@Query('after') after: unknown, @Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const cursor = typeof after === 'string' && /^\d{1,18}$/.test(after) ? `&cursor=${after}` : '';
    const [links, failed, stopped] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'notification', `/failures?limit=50${cursor}`, failures),
      this.services.get(visitor, 'notification', '/sending', sending),
    ]);
    const body = html`${part(stopped, (seen) => (seen.stopped ? this.stopped(seen.stopped) : html``))}
      <nav>
        <a href="/pesan/belum-sampai">Daftar sampaikan (desa, loket)</a> · <a href="/pesan/katalog">Katalog pesan</a>
      </nav>
      <section id="failed" data-live>
        <h2>Gagal atau tidak pasti</h2>
        <p>Yang tidak pasti tidak dikirim ulang dengan sendirinya. Yang sudah diurus hilang dari daftar ini.</p>
        ${part(failed, (seen) => this.failures(seen, visitor))}
      </section>`;
    return page({ visitor, title: 'Pesan kepada warga', links, times: this.times, now: new Date(), body });
  }

  private failures({ failures: rows, next }: z.output<typeof failures>, visitor: Visitor): Html {
    if (rows.length === 0) return html`<p>Tidak ada.</p>`;
    return html`<table>
        <thead>
          <tr>
            <th>Dibuat</th>
            <th>Tentang</th>
            <th>Keadaan</th>
            <th>Sebab dan yang dapat dilakukan</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (one) =>
              html`<tr data-message="${one.id}" data-message-state="${one.state}">
                <td>${this.times.at(one.createdAt)}</td>
                <td>
                  ${one.applicationId ? html`<a href="/permohonan/${one.applicationId}">${one.messageKey}</a>` : one.messageKey}
                </td>
                <td>${word(messageWords, one.state)}</td>
                <td>${one.means}${one.errorCode === null ? '' : ` (${one.errorCode})`}</td>
                <td>
                  ${mayResend(visitor) ? actForm(`/api/notification/messages/${one.id}/resend`, 'Kirim ulang atas nama saya') : ''}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${next ? html`<p><a href="?after=${next}">Berikutnya</a></p>` : ''}`;
  }

  private stopped(stop: { errorClass: string; since: string }): Html {
    return html`<p class="problem">
        WhatsApp menolak semua pesan (${stop.errorClass}) sejak ${this.times.at(stop.since)}. Periksa akun WhatsApp,
        lalu lanjutkan.
      </p>
      ${actForm('/api/notification/sending/resumption', 'Lanjutkan pengiriman')}`;
  }
}

export function messagesTable(
  messages: readonly z.output<typeof messageShown>[],
  visitor: Visitor,
  times: Times,
): Html {
  if (messages.length === 0) return html`<p>Tidak ada.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>Dibuat</th>
        <th>Tentang</th>
        <th>Keadaan</th>
        <th>Sebab</th>
        <th></th>
      </tr>
    </thead>
    <tbody>
      ${messages.map(
        (one) =>
          html`<tr data-message="${one.id}" data-message-state="${one.state}">
            <td>${times.at(one.createdAt)}</td>
            <td>${one.applicationId ? html`<a href="/permohonan/${one.applicationId}">${one.fact}</a>` : one.fact}</td>
            <td>${word(messageWords, one.state)}${one.resentBy ? ` (ulang oleh ${one.resentBy})` : ''}</td>
            <td>${one.errorClass ?? ''}${one.errorCode === null ? '' : ` ${one.errorCode}`}</td>
            <td>
              ${mayResend(visitor) && (one.state === 'failed' || one.state === 'unknown') ? actForm(`/api/notification/messages/${one.id}/resend`, 'Kirim ulang atas nama saya') : ''}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function mayResend(visitor: Visitor): boolean {
  return ['clerk', 'reviewer', 'head', 'ops'].some((role) => visitor.roles.some((own) => own === role));
}
