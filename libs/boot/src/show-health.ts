import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { metrics } from '#observability';
import { Health } from './health.js';
import { ProblemError } from './problem.js';

export type About = { readonly service: string; readonly version: string };
export const ABOUT = Symbol('what runs here');

/** For probes, operators and Prometheus: alive, ready (or what is missing), figures. */
@ApiExcludeController()
@Controller()
export class ShowHealth {
  constructor(
    private readonly health: Health,
    @Inject(ABOUT) private readonly about: About,
  ) {}

  /** That this is answered at all is the proof: the event loop turns. */
  @Get('health/live')
  live() {
    return { status: 'alive', ...this.about, uptimeSeconds: Math.floor(process.uptime()) };
  }

  @Get('health/ready')
  @Header('Cache-Control', 'no-store')
  async ready() {
    const missing = await this.health.missing();
    if (missing.length === 0) return { status: 'ready', ...this.about, checks: this.health.names };
    const detail = missing.map(({ name, says }) => `${name}: ${says}`).join('; ');
    throw new ProblemError(
      503,
      'not-ready',
      'Not ready',
      detail,
      { missing, ...this.about },
      { 'Cache-Control': 'no-store' },
    );
  }

  @Get('metrics')
  @Header('Content-Type', metrics.contentType)
  figures(): Promise<string> {
    return metrics.metrics();
  }
}
