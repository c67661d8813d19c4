import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { clerkOf, type Role, Roles, ZodParams, ZodQuery } from '#boot';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './access/office-scope.js';
import { PLACES, type Places } from './places.js';
import { drawReport } from './reports/draw-report.js';
import { makeReport } from './reports/make-report.js';
import { type Report, reportKeys } from './reports/report.js';
import { writeCsv } from './reports/write-csv.js';
import { writeSheet } from './reports/write-sheet.js';

/** Who may read reports; they name no person. */
export const reportReaders = ['head', 'ops', 'admin', 'auditor'] as const satisfies readonly Role[];

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const half = z.string().regex(/^20\d\d-(I|II)$/, 'a half-year as 2026-II');
const office = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an office’s code');
const byKey = z.object({ report: z.enum(reportKeys) });
const which = z.object({
  /** All half-years when left out; `effectiveness`: the present one. */
  half: half.optional(),
  office: office.optional(),
  format: z.enum(['json', 'csv', 'xlsx', 'pdf']).default('json'),
});

/** The head's figures, each recomputable from the copied events. */
@ApiTags('reports')
@Roles(...reportReaders)
@Controller('reports')
export class ShowReports {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(PLACES) private readonly places: Places,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Which reports there are' })
  list(): { reports: readonly string[] } {
    return { reports: reportKeys };
  }

  @Get(':report')
  @ApiOperation({
    summary: 'One report, as JSON, CSV (texts that look like formulas escaped), Excel or a print-ready PDF',
  })
  @ApiProduces('application/json', 'text/csv', sheetType, 'application/pdf')
  async show(
    @ZodParams(byKey) { report: key }: z.infer<typeof byKey>,
    @ZodQuery(which) asked: z.output<typeof which>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const now = new Date();
    const own = officeOf(clerkOf(request));
    const report = await makeReport(
      key,
      {
        dataSource: this.dataSource,
        places: this.places,
        half: asked.half,
        // Whoever is bound to an office reads that one, whatever is asked.
        office: own ?? asked.office ?? null,
      },
      now,
    );
    response.setHeader('Cache-Control', 'no-store');
    if (asked.format === 'json') {
      response.json({
        ...report,
        half: asked.half ?? null,
        office: own ?? asked.office ?? null,
        madeAt: now.toISOString(),
      });
      return;
    }
    const about = `${asked.half ?? 'semua semester'}, ${own ?? asked.office ?? 'semua kantor'}`;
    const { type, body } = await fileOf(report, asked.format, {
      agency: this.places.agency,
      about,
      printedAt: new Intl.DateTimeFormat('id-ID', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: this.places.timeZone,
      }).format(now),
    });
    const name = `${key}${asked.half ? `-${asked.half}` : ''}.${asked.format}`;
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    response.send(body);
  }
}

async function fileOf(
  report: Report,
  format: 'csv' | 'xlsx' | 'pdf',
  printed: Parameters<typeof drawReport>[1],
): Promise<{ type: string; body: Buffer }> {
  switch (format) {
    case 'csv':
      return { type: 'text/csv; charset=utf-8', body: writeCsv(report) };
    case 'xlsx':
      return { type: sheetType, body: await writeSheet(report) };
    case 'pdf':
      return { type: 'application/pdf', body: await drawReport(report, printed) };
  }
}
