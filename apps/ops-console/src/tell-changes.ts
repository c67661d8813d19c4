import { Controller, Get, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ProblemError, Roles } from '#boot';
import { gauge } from '#observability';
import type { Request, Response } from 'express';
import type { Changes } from './changes/changes.js';
import { HearChanges } from './changes/hear-changes.js';

/** A stream ends by itself, so that the browser proves anew who it is: a disabled account sees nothing for longer. */
const lifeMs = 4 * 60_000;
const beatMs = 20_000;
/** Of one replica. A browser that finds no place asks again later and renews its pages by the clock. */
const mostStreams = 500;

const streams = gauge('loket_console_change_streams', 'Browsers that are told of changes');

/** Server-sent events: which families of events came in and of which requests, so that open pages look again. */
@ApiTags('operation')
@Controller('events')
export class TellChanges implements OnModuleDestroy {
  private readonly open = new Set<Response>();

  constructor(private readonly changes: HearChanges) {}

  @Get('stream')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({
    summary: 'What changes, as server-sent events `changed`: ids only; ends by itself after four minutes',
  })
  @ApiProduces('text/event-stream')
  @ApiProblems({ 503: 'too-many-streams' })
  stream(@Req() request: Request, @Res() response: Response): void {
    if (this.open.size >= mostStreams)
      throw new ProblemError(503, 'too-many-streams', 'Too many browsers are being told of changes');
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    const unsubscribe = this.changes.subscribe((changes) => tell(response, changes));
    const beat = setInterval(() => response.write(': here\n\n'), beatMs);
    const end = setTimeout(() => response.end(), lifeMs);
    this.open.add(response);
    streams.set(this.open.size);
    request.once('close', () => {
      unsubscribe();
      clearInterval(beat);
      clearTimeout(end);
      this.open.delete(response);
      streams.set(this.open.size);
    });
  }

  onModuleDestroy(): void {
    for (const response of this.open) response.end();
  }
}

function tell(response: Response, changes: Changes): void {
  // A browser that does not read for so long is dropped; it asks anew and then looks at everything.
  if (response.writableLength > 64 * 1024) return void response.destroy();
  response.write(`event: changed\ndata: ${JSON.stringify(changes)}\n\n`);
}
