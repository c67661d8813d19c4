import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
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

const reasonWords: Readonly<Record<string, string>> = {
  asked: 'minta petugas',
  'not-understood': 'tidak dipahami dua kali',
};
const whoWords = { citizen: 'Warga', clerk: 'Petugas', machine: 'Jawaban otomatis' } as const;
const listed = z.looseObject({
  handoverId: z.string(),
  reason: z.string(),
  owner: z.string().nullable(),
  openedAt: z.string(),
  lastWordAt: z.string(),
  closedAt: z.string().nullable(),
  maskedPhone: z.string().nullable(),
});
const list = z.looseObject({ handovers: z.array(listed) });
const shown = listed.extend({
  transcript: z.array(
    z.looseObject({
      from: z.enum(['citizen', 'clerk', 'machine']),
      at: z.string(),
      text: z.string().nullable(),
      kind: z.string(),
    }),
  ),
});

/** Conversations that a person answers, the longest waiting on top; a page each to answer in. */
@ApiExcludeController()
@Controller('percakapan')
export class HandoversPage {
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
  async list(@Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const [links, open] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'intake', '/handovers?limit=100', list),
    ]);
    const now = new Date();
    const body = html`<section id="handovers" data-live>
      ${part(open, ({ handovers }) =>
        handovers.length === 0
          ? html`<p>Tidak ada yang menunggu.</p>`
          : html`<table>
              <tbody>
                ${handovers.map(
                  (one) =>
                    html`<tr data-handover="${one.handoverId}">
                      <td><a href="/percakapan/${one.handoverId}">${one.maskedPhone ?? 'tanpa nomor'}</a></td>
                      <td>${reasonWords[one.reason] ?? one.reason}</td>
                      <td>menunggu ${this.times.ago(one.openedAt, now)}</td>
                      <td>${one.owner ?? 'belum diambil'}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`,
      )}
    </section>`;
    return page({ visitor, title: 'Percakapan dengan petugas', links, times: this.times, now, body });
  }

  @Get(':id')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Param('id') id: string, @Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const [links, one] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'intake', `/handovers/${encodeURIComponent(id)}`, shown),
    ]);
    const body = html`<section id="transcript" data-live>${part(one, (seen) => this.transcript(seen))}</section>
      ${part(one, (seen) => forms(seen))}`;
    return page({ visitor, title: 'Percakapan', links, times: this.times, now: new Date(), body });
  }

  private transcript({ maskedPhone, reason, owner, transcript }: z.output<typeof shown>): Html {
    return html`<p>
        ${maskedPhone ?? 'tanpa nomor'} · ${reasonWords[reason] ?? reason} · petugas: ${owner ?? 'belum ada'}
      </p>
      <table>
        <tbody>
          ${transcript.map(
            (line) =>
              html`<tr data-from="${line.from}">
                <td>${this.times.at(line.at)}</td>
                <td>${whoWords[line.from]}</td>
                <td>${line.text ?? `(${line.kind})`}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

function forms({ handoverId, closedAt }: z.output<typeof shown>): Html {
  if (closedAt !== null) return html`<p>Percakapan ini sudah kembali ke jawaban otomatis.</p>`;
  const act = `/api/intake/handovers/${handoverId}`;
  return html`${actForm(
    `${act}/answer`,
    'Kirim',
    html`<textarea name="words" required maxlength="4000" aria-label="Pesan"></textarea>`,
  )}
  ${actForm(`${act}/claim`, 'Ambil')} ${actForm(`${act}/return`, 'Kembalikan ke jawaban otomatis')}`;
}
