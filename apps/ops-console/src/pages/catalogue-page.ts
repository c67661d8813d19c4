import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { visitorOf } from '../access/recognise-visitor.js';
import { CONFIG, type Config } from '../config.js';
import { listLinks } from '../show-links.js';
import { AskServices } from './ask-services.js';
import { html, type Html } from './html.js';
import { page, part } from './layout.js';
import { Times } from './times.js';

const catalogue = z.looseObject({
  messages: z.array(
    z.looseObject({
      key: z.string(),
      says: z.string(),
      template: z.looseObject({ name: z.string(), category: z.string(), language: z.string() }),
      examples: z.array(
        z.looseObject({
          text: z.string(),
          choices: z.array(z.string()),
          paper: z.string().nullable(),
          asTemplate: z.string(),
        }),
      ),
    }),
  ),
});
type Message = z.output<typeof catalogue>['messages'][number];

/** Everything this office says to citizens, as it stands in the chat: to be read by those who answer for the words. */
@ApiExcludeController()
@Controller('pesan/katalog')
export class CataloguePage {
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
  async show(@Req() request: Request): Promise<string> {
    const visitor = visitorOf(request);
    const [links, found] = await Promise.all([
      listLinks(this.dataSource),
      this.services.get(visitor, 'notification', '/catalogue', catalogue),
    ]);
    const body = html`<p>
        Contoh dengan data rekaan. Kiri: dalam 24 jam sesudah warga menulis; kanan: sesudahnya, sebagai templat.
      </p>
      ${part(found, ({ messages }) => html`${messages.map(messageShown)}`)}`;
    return page({ visitor, title: 'Katalog pesan', links, times: this.times, now: new Date(), body });
  }
}

function messageShown({ key, says, template, examples }: Message): Html {
  return html`<section data-message-key="${key}">
    <h2>${key}</h2>
    <p>${says} <small>Templat ${template.name}, ${template.category}, ${template.language}</small></p>
    ${examples.map(
      ({ text, choices, paper, asTemplate }) =>
        html`<div class="chat">
          <div class="bubble">
            ${paper ? html`<p class="paper">${paper}</p>` : ''}${chatText(text)}
            ${
              choices.length === 0
                ? ''
                : html`<ul class="choices">
                    ${choices.map((choice) => html`<li>${choice}</li>`)}
                  </ul>`
            }
          </div>
          <div class="bubble">${chatText(asTemplate)}</div>
        </div>`,
    )}
  </section>`;
}

/** A text as WhatsApp shows it: `*bold*` is bold. */
function chatText(text: string): Html {
  return html`<p class="words">
    ${text.split(/\*([^*\n]+)\*/).map((piece, nth) => (nth % 2 === 1 ? html`<b>${piece}</b>` : piece))}
  </p>`;
}
