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
import { actForm, options, page, part } from './layout.js';
import { Times } from './times.js';

const aboutWords: Readonly<Record<string, string>> = { complaint: 'Pengaduan', 'data-rights': 'Data pribadi' };
const listed = z.looseObject({
  complaintId: z.string(),
  number: z.string(),
  about: z.string(),
  channel: z.string(),
  state: z.string(),
  owner: z.string().nullable(),
  applicationId: z.string().nullable(),
  openedAt: z.string(),
  dueAt: z.string(),
  overdue: z.boolean(),
});
const list = z.looseObject({ complaints: z.array(listed) });
const shown = listed.extend({
  words: z.string().nullable(),
  contact: z.string().nullable(),
  answer: z.string().nullable(),
  answersByWhatsapp: z.boolean(),
});

/** What citizens have lodged, the one due first on top; a page each to answer it. */
@ApiExcludeController()
@Controller('pengaduan')
export class ComplaintsPage {
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
    const [links, open, answered] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'intake', '/complaints?limit=100', list),
      this.services.get(visitor, 'intake', '/complaints?state=answered&limit=100', list),
    ]);
    const body = html`<section id="open" data-live>
        <h2>Belum dijawab</h2>
        ${part(open, (seen) => this.table(seen.complaints))}
      </section>
      <section id="answered" data-live>
        <h2>Sudah dijawab</h2>
        ${part(answered, (seen) => this.table(seen.complaints))}
      </section>
      <details>
        <summary>Catat pengaduan di loket</summary>
        ${actForm(
          '/api/intake/complaints',
          'Catat',
          html`<select name="about" aria-label="Tentang">
              ${options(aboutWords)}
            </select>
            <textarea name="words" required maxlength="4096" aria-label="Isi"></textarea>
            <input name="contact" maxlength="200" placeholder="Cara menghubungi" />`,
        )}
      </details>`;
    return page({ visitor, title: 'Pengaduan', links, times: this.times, now: new Date(), body });
  }

  @Get(':id')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Param('id') id: string, @Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const [links, one] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'intake', `/complaints/${encodeURIComponent(id)}`, shown),
    ]);
    const body = html`<section id="complaint" data-live>${part(one, (seen) => this.whole(seen))}</section>`;
    return page({ visitor, title: 'Pengaduan', links, times: this.times, now: new Date(), body });
  }

  private table(complaints: readonly z.output<typeof listed>[]): Html {
    if (complaints.length === 0) return html`<p>Tidak ada.</p>`;
    return html`<table>
      <tbody>
        ${complaints.map(
          (one) =>
            html`<tr data-complaint="${one.complaintId}">
              <td><a href="/pengaduan/${one.complaintId}">${one.number}</a></td>
              <td>${aboutWords[one.about] ?? one.about}</td>
              <td>${this.times.at(one.openedAt)}</td>
              <td class="${one.overdue ? 'problem' : ''}">paling lambat ${this.times.at(one.dueAt)}</td>
              <td>${one.owner ?? 'belum diambil'}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private whole(one: z.output<typeof shown>): Html {
    const act = `/api/intake/complaints/${one.complaintId}`;
    return html`<h2>${one.number} · ${aboutWords[one.about] ?? one.about}</h2>
      <p>
        Masuk ${this.times.at(one.openedAt)}, dijawab paling lambat ${this.times.at(one.dueAt)}. Petugas:
        ${one.owner ?? 'belum ada'}.
        ${one.applicationId ? html`<a href="/permohonan/${one.applicationId}">Permohonan</a>` : ''}
      </p>
      <blockquote>${one.words ?? 'Isi sudah dihapus.'}</blockquote>
      ${one.contact ? html`<p>Hubungi: ${one.contact}</p>` : ''}
      ${one.answer ? html`<p>Jawaban: ${one.answer}</p>` : ''}
      ${one.state === 'open' && one.owner === null ? actForm(`${act}/claim`, 'Ambil') : ''}
      ${
        one.state === 'closed'
          ? html`<p>Selesai.</p>`
          : actForm(
              `${act}/answer`,
              one.answersByWhatsapp ? 'Jawab lewat WhatsApp' : 'Catat jawaban',
              html`<textarea name="words" required maxlength="4000" aria-label="Jawaban"></textarea>`,
            )
      }
      ${one.state === 'answered' ? actForm(`${act}/closure`, 'Selesai') : ''}`;
  }
}
