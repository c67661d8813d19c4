import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import { z } from 'zod';
import { announcementMessages, reminderMessages, replyMessages, staffMessages } from './catalogue/catalogue.js';
import { exampleApplication } from './catalogue/example-application.js';
import type { AnnouncementContext, Attachment, CatalogueEntry, Setting } from './catalogue/message.js';

export const SETTING = Symbol('what the region file says');

const shown = z.object({
  key: z.string(),
  says: z.string(),
  template: z.object({ name: z.string(), category: z.string(), language: z.string(), body: z.string() }),
  examples: z.array(
    z.object({
      /** As free text, inside the 24-hour window. */
      text: z.string(),
      /** What stands below it to tap on. */
      choices: z.array(z.string()),
      /** The paper whose caption it is, where it can be had. */
      paper: z.string().nullable(),
      /** As its template, outside the window. */
      asTemplate: z.string(),
    }),
  ),
});
const list = z.object({ messages: z.array(shown) });

/** Everything this office says to citizens, with invented examples: to be read by those who answer for the words. */
@ApiTags('catalogue')
@Controller('catalogue')
export class ShowCatalogue {
  constructor(@Inject(SETTING) private readonly setting: Setting) {}

  @Get()
  @Roles('clerk', 'head', 'ops')
  @ApiOperation({
    summary: 'Every message with examples as citizens read them, inside the 24-hour window and outside it',
  })
  @ApiZodResponse(200, list)
  show(): z.infer<typeof list> {
    return { messages: catalogueWith(this.setting) };
  }
}

/** All messages with their examples, the announcements first. */
export function catalogueWith(setting: Setting): z.infer<typeof shown>[] {
  const context = { at: new Date('2026-11-24T01:00:00Z'), setting, application: exampleApplication };
  return [...Object.values(announcementMessages), ...reminderMessages, ...replyMessages, ...staffMessages].map(
    (entry) => ({
      key: entry.key,
      says: entry.says,
      template: entry.template,
      examples: entry.examples.map((variables) => exampleOf(entry, variables, context)),
    }),
  );
}

function exampleOf(
  entry: CatalogueEntry<AnnouncementContext>,
  variables: unknown,
  context: AnnouncementContext,
): z.infer<typeof shown>['examples'][number] {
  const { text, toTap, template } = entry.word(variables, context);
  return {
    text: toTap?.body ?? text,
    choices: toTap?.menu.choices.flatMap((choice) => choice?.title ?? []) ?? [],
    paper: entry.attaches ? papers[entry.attaches] : null,
    asTemplate: entry.template.body.replace(/\{\{(\d+)\}\}/g, (_, nth) => template.values[Number(nth) - 1] ?? ''),
  };
}

const papers: Readonly<Record<Attachment, string>> = {
  receipt: 'tanda-terima.pdf',
  'pickup-slip': 'bukti-pengambilan.pdf',
};
