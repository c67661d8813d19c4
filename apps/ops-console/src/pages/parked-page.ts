import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { listParked } from '../decide-parked-message.js';
import type { ParkedShown } from '../parked/parked-message.row.js';
import { listLinks } from '../show-links.js';
import { listQueues, type QueueShown } from '../show-queues.js';
import { html, type Html } from './html.js';
import { actForm, page } from './layout.js';
import { Times } from './times.js';

/** The parked desk, and the broker's queues beside it. */
@ApiExcludeController()
@Controller('parkir')
export class ParkedPage {
  private readonly times: Times;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.times = new Times(config.TZ_OFFICE);
  }

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Query('after') after: unknown, @Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const mayDecide = visitor.roles.includes('ops') || visitor.roles.includes('admin');
    const from = typeof after === 'string' ? { after } : {};
    const [links, desk, queues] = await Promise.all([
      listLinks(this.dataSource),
      listParked(this.dataSource, { state: 'open', limit: 50, ...from }),
      listQueues(this.config).catch(() => undefined),
    ]);
    const body = html`<section id="parked" data-live>
        <p>
          Pesan yang tidak dapat ditangani. Kirim ulang setelah sebabnya diperbaiki; pesan yang sudah ditangani tidak
          berlaku dua kali.
        </p>
        ${desk.parked.length === 0 ? html`<p>Meja parkir kosong.</p>` : this.table(desk.parked, mayDecide)}
        ${desk.next ? html`<p><a href="?after=${desk.next}">Berikutnya</a></p>` : ''}
      </section>
      ${
        queues
          ? html`<section id="queues" data-live>
              <h2>Antrean</h2>
              ${queueTable(queues)}
            </section>`
          : ''
      }`;
    return page({ visitor, title: 'Meja parkir', links, times: this.times, now: new Date(), body });
  }

  private table(parked: readonly ParkedShown[], mayDecide: boolean): Html {
    return html`<table>
      <thead>
        <tr>
          <th>Diparkir</th>
          <th>Kejadian</th>
          <th>Antrean</th>
          <th>Sebab</th>
          <th>Galat</th>
          <th>Percobaan</th>
          <th>Keputusan</th>
        </tr>
      </thead>
      <tbody>
        ${parked.map(
          (one) =>
            html`<tr data-parked="${one.parkedId}">
              <td>${this.times.at(one.parkedAt)}</td>
              <td>${one.eventType}</td>
              <td>${one.queue}</td>
              <td>${one.reason}</td>
              <td>${one.error ?? ''}</td>
              <td>${one.attempts}</td>
              <td>${mayDecide ? decision(one) : ''}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

function decision(one: ParkedShown): Html {
  const why = html`<input
    name="why"
    required
    minlength="5"
    maxlength="500"
    placeholder="Alasan"
    aria-label="Alasan"
  />`;
  const at = `/api/ops-console/parked/${one.parkedId}`;
  return html`${one.queue === 'unknown' ? '' : actForm(`${at}/replay`, 'Kirim ulang', why)}${actForm(`${at}/dismissal`, 'Singkirkan', why)}`;
}

function queueTable(queues: readonly QueueShown[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Antrean</th>
        <th>Pesan</th>
        <th>Siap</th>
        <th>Penerima</th>
      </tr>
    </thead>
    <tbody>
      ${queues.map(
        (one) =>
          html`<tr>
            <td>${one.queue}</td>
            <td>${one.messages}</td>
            <td>${one.ready}</td>
            <td>${one.consumers}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
