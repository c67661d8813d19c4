import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import { officeOf } from '../access/office-scope.js';
import { CONFIG, type Config } from '../config.js';
import { type ApplicationShown, findApplication } from '../show-applications.js';
import { listLinks } from '../show-links.js';
import { type Story, tellStory } from '../tell-story.js';
import { applicationActs } from './application-acts.js';
import { kindWord } from './applications-page.js';
import { AskServices } from './ask-services.js';
import { eventWords } from './event-words.js';
import { html, type Html } from './html.js';
import { page, part } from './layout.js';
import { messageShown, messagesTable } from './messages-page.js';
import { openReviews } from './review-forms.js';
import { storyPart } from './story-part.js';
import { Times } from './times.js';
import { causeWords, stateWords, word } from './words.js';

/** What the page reads of intake's answer. */
const fromIntake = z.looseObject({
  ticket: z.string(),
  maskedName: z.string(),
  maskedNik: z.string(),
  maskedPhone: z.string().nullable(),
  serviceTime: z.looseObject({ grossMinutes: z.number(), netMinutes: z.number() }).nullable(),
  documents: z.array(
    z.looseObject({
      documentId: z.string(),
      claimedAs: z.string().nullable(),
      state: z.string(),
      contentType: z.string().nullable(),
      size: z.number().nullable(),
      fileProblem: z.string().nullable(),
      superseded: z.boolean(),
      receivedAt: z.string(),
    }),
  ),
});
const messages = z.looseObject({ messages: z.array(messageShown) });

/** One request: what it is, what may be done now, its documents, its messages, and its story across all services. */
@ApiExcludeController()
@Controller('permohonan')
export class ApplicationPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    private readonly services: AskServices,
    @Inject(CONFIG) config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get(':id')
  async show(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = visitorOf(request);
    const isId = z.uuid().safeParse(id).success;
    const now = new Date();
    const [application, story, links] = await Promise.all([
      isId ? findApplication(this.dataSource, id, officeOf(visitor)) : undefined,
      isId ? tellStory(this.dataSource, id) : undefined,
      listLinks(this.dataSource),
    ]);
    const parts = { visitor, links, times: this.times, now };
    if (!application || !story) {
      // What was just opened may not have been copied yet: the page looks again by itself.
      const body = html`<p id="state" data-live>Permohonan ini belum dikenal. Halaman ini memeriksa lagi sendiri.</p>`;
      response
        .status(isId ? 200 : 404)
        .type('html')
        .send(page({ ...parts, title: 'Permohonan', body }));
      return;
    }
    const [intake, reviews, told] = await Promise.all([
      this.services.get(visitor, 'intake', `/applications/${id}`, fromIntake),
      this.services.get(visitor, 'document-validation', `/reviews?state=open&applicationId=${id}`, openReviews),
      this.services.get(visitor, 'notification', `/messages?about=${id}`, messages),
    ]);
    const body = html` <section id="state" data-live>${this.summary(application, now)}</section>
      <section id="person">
        ${part(
          intake,
          (seen) =>
            html`<dl>
              <dt>Tiket</dt>
              <dd>${seen.ticket}</dd>
              <dt>Nama</dt>
              <dd>${seen.maskedName}</dd>
              <dt>NIK</dt>
              <dd>${seen.maskedNik}</dd>
              <dt>Telepon</dt>
              <dd>${seen.maskedPhone ?? '—'}</dd>
              ${
                seen.serviceTime
                  ? html`<dt>Waktu layanan (menit kerja)</dt>
                      <dd>bersih ${seen.serviceTime.netMinutes}, kotor ${seen.serviceTime.grossMinutes}</dd>`
                  : ''
              }
            </dl>`,
        )}
      </section>
      <section id="acts" data-live>
        <h2>Tindakan</h2>
        ${applicationActs(application, visitor, reviews)}
      </section>
      <section>
        <h2>Dokumen</h2>
        ${part(intake, (seen) => documentsTable(id, seen.documents, this.times))}
      </section>
      <section id="messages" data-live>
        <h2>Pesan kepada warga</h2>
        ${part(told, (seen) => messagesTable(seen.messages, visitor, this.times))}
      </section>
      <section id="timeline" data-live>
        <h2>Riwayat</h2>
        ${timeline(story, this.times)}
      </section>
      <section id="story" data-live>
        <h2>Jejak antarlayanan</h2>
        ${storyPart(story, this.times)}
      </section>`;
    response.type('html').send(page({ ...parts, title: kindWord(application.kind), body }));
  }

  private summary(one: ApplicationShown, now: Date): Html {
    return html`<dl>
      <dt>Status</dt>
      <dd>
        <strong data-state="${one.state}">${word(stateWords, one.state)}</strong> sejak ${this.times.at(one.movedAt)}
      </dd>
      <dt>Menunggu</dt>
      <dd>
        ${one.holds.length === 0 ? '—' : one.holds.map((hold) => html`<span class="hold" data-hold="${hold.cause}">${word(causeWords, hold.cause)} sejak ${this.times.at(hold.since)} (${this.times.ago(hold.since, now)})</span> `)}
      </dd>
      <dt>Berkas lengkap</dt>
      <dd>${one.completeSince ? this.times.at(one.completeSince) : 'belum'}</dd>
      <dt>Kantor pengambilan</dt>
      <dd>${one.office}</dd>
      <dt>Jalur</dt>
      <dd>${one.channel}</dd>
      <dt>Kecamatan</dt>
      <dd>${one.district}</dd>
      <dt>Nomor</dt>
      <dd><code>${one.applicationId}</code></dd>
    </dl>`;
  }
}

function documentsTable(id: string, documents: z.output<typeof fromIntake>['documents'], times: Times): Html {
  if (documents.length === 0) return html`<p>Belum ada dokumen.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>Dokumen</th>
        <th>Diterima</th>
        <th>Jenis</th>
        <th>Ukuran</th>
        <th>Keterangan</th>
        <th></th>
      </tr>
    </thead>
    <tbody>
      ${documents.map(
        (one) =>
          html`<tr>
            <td>${one.claimedAs ?? 'belum dikenali'}</td>
            <td>${times.at(one.receivedAt)}</td>
            <td>${one.contentType ?? '—'}</td>
            <td>${one.size === null ? '—' : `${Math.ceil(one.size / 1024)} kB`}</td>
            <td>${one.fileProblem ?? ''}${one.superseded ? ' diganti' : ''}</td>
            <td>
              ${one.state === 'kept' ? html`<a href="/api/intake/applications/${id}/documents/${one.documentId}/content?reason=check" target="_blank" rel="noopener">Lihat (dicatat)</a>` : one.state}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What was said about the request, in order. */
function timeline(story: Story, times: Times): Html {
  return html`<ol class="timeline">
    ${story.entries.map((entry) => {
      if (entry.entry !== 'event') return '';
      return html`<li data-event="${entry.name}">
        <time>${times.at(entry.at)}</time> <b>${saidInWords(entry.name)}</b>
        <small>${entry.service} · ${entry.name}${entry.sequence === null ? '' : ` · ${entry.sequence}`}</small>
      </li>`;
    })}
  </ol>`;
}

/** An announcement is worded by the state it enters, any other event by itself. */
function saidInWords(type: string): string {
  const state = type.replace(/^application\./, '').replaceAll('-', '_');
  return state === type || type in eventWords ? word(eventWords, type) : word(stateWords, state);
}
