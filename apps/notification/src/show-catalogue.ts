import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Roles } from '#boot';
import { announcementMessages, replyMessages, staffMessages } from './catalogue/catalogue.js';
import { exampleApplication } from './catalogue/example-application.js';
import type { AnnouncementContext, CatalogueEntry, Setting, Worded } from './catalogue/message.js';

export const SETTING = Symbol('what the region file says');

interface Shown {
  readonly key: string;
  readonly says: string;
  readonly template: CatalogueEntry<unknown>['template'];
  readonly examples: readonly Worded[];
}

/** Everything this office says to citizens, with invented examples: to be read by those who answer for the words. */
@ApiTags('catalogue')
@Controller('catalogue')
export class ShowCatalogue {
  constructor(@Inject(SETTING) private readonly setting: Setting) {}

  @Get()
  @Roles('clerk', 'head', 'ops')
  @ApiOperation({
    summary: 'Every message with examples and its template, as a page or (Accept: application/json) as data',
  })
  show(@Req() request: Request, @Res() response: Response): void {
    const messages = catalogueWith(this.setting);
    if (request.accepts(['html', 'json']) === 'json') response.json({ messages });
    else response.type('html').send(page(messages));
  }
}

/** All messages with their examples, the announcements first. */
export function catalogueWith(setting: Setting): Shown[] {
  const context: AnnouncementContext = {
    at: new Date('2026-11-24T01:00:00Z'),
    setting,
    application: exampleApplication,
  };
  return [...Object.values(announcementMessages), ...replyMessages, ...staffMessages].map((entry) => ({
    key: entry.key,
    says: entry.says,
    template: entry.template,
    examples: entry.examples.map((variables) => entry.word(variables, context)),
  }));
}

function page(messages: readonly Shown[]): string {
  const sections = messages.map(
    ({ key, says, template, examples }) => `<section><h2>${safe(key)}</h2><p>${safe(says)}</p>
${examples.map(({ text }) => `<pre>${safe(text)}</pre>`).join('\n')}
<p>Template <b>${safe(template.name)}</b> (${template.category}, ${template.language}): ${safe(template.body)}</p></section>`,
  );
  return `<!doctype html><html lang="id"><meta charset="utf-8"><title>Katalog pesan</title>
<h1>Katalog pesan</h1>
${sections.join('\n')}
</html>`;
}

function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
