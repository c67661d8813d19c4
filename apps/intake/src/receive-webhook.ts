import { Controller, Get, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ProblemError } from '#boot';
import { counter, histogram, logger, noteFullDisk } from '#observability';
import { UnitOfWork } from '#outbox';
import {
  answerChallenge,
  type InboundEvent,
  parseWahaWebhook,
  parseWebhook,
  type SignatureCheck,
  verifySignature,
  verifyWahaSignature,
} from '#whatsapp';
import type { Request } from 'express';
import { PersonalData } from './personal-data.js';
import { storeWebhook } from './store-webhook.js';

const log = logger('webhook');
const seconds = histogram('loket_webhook_seconds', 'Time to answer a webhook, after a durable commit', ['answer']);
const signatures = counter('loket_webhook_signatures_total', 'Signatures by what was found', ['found']);

/** What a gateway's webhook is verified with; where nothing is set, nothing is taken. */
export class WebhookSecrets {
  constructor(
    readonly appSecrets: readonly string[],
    readonly verifyToken: string | undefined,
    readonly wahaKeys: readonly string[],
  ) {}
}

/** The gateways' webhooks (whatsapp contract 1.1 to 1.4, and 2): verify the raw bytes, store, answer 200, work from a queue. */
@ApiTags('webhooks')
@Controller('webhooks')
export class ReceiveWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly secrets: WebhookSecrets,
  ) {}

  @Get('whatsapp')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The subscription handshake' })
  @ApiProblems({ 403: 'challenge-refused' })
  challenge(@Query() query: Record<string, unknown>): string {
    const text = (name: string) => (typeof query[name] === 'string' ? { value: query[name] } : {}).value;
    const [mode, token, challenge] = [text('hub.mode'), text('hub.verify_token'), text('hub.challenge')];
    const { verifyToken } = this.secrets;
    const answer =
      verifyToken &&
      answerChallenge({ ...(mode && { mode }), ...(token && { token }), ...(challenge && { challenge }) }, verifyToken);
    if (!answer) throw new ProblemError(403, 'challenge-refused', 'The verify token is not ours');
    return answer;
  }

  @Post('whatsapp')
  @HttpCode(200)
  @ApiOperation({ summary: 'Messages, statuses and other events, signed with X-Hub-Signature-256' })
  @ApiProblems({ 401: 'bad-signature', 413: 'body-too-large', 503: 'not-stored' })
  async receive(@Req() request: Request): Promise<{ stored: true }> {
    const raw = bytesOf(request);
    return this.store(
      raw,
      verifySignature(raw, request.header('x-hub-signature-256'), this.secrets.appSecrets),
      parseWebhook,
    );
  }

  @Post('waha')
  @HttpCode(200)
  @ApiOperation({ summary: 'Messages and acks of WAHA, signed with X-Webhook-Hmac' })
  @ApiProblems({ 401: 'bad-signature', 413: 'body-too-large', 503: 'not-stored' })
  async receiveFromWaha(@Req() request: Request): Promise<{ stored: true }> {
    const raw = bytesOf(request);
    return this.store(
      raw,
      verifyWahaSignature(raw, request.header('x-webhook-hmac'), this.secrets.wahaKeys),
      parseWahaWebhook,
    );
  }

  private async store(
    raw: Buffer,
    check: SignatureCheck,
    parse: (raw: Buffer) => InboundEvent[],
  ): Promise<{ stored: true }> {
    const began = performance.now();
    signatures.inc({ found: check.valid ? check.form : check.reason });
    if (!check.valid) {
      seconds.observe({ answer: 'refused' }, (performance.now() - began) / 1000);
      throw new ProblemError(401, 'bad-signature', 'The signature does not fit the body');
    }
    const events = parse(raw);
    try {
      await storeWebhook(this.unitOfWork, raw, events, this.personalData);
    } catch (error) {
      noteFullDisk(error);
      log.error({ err: error }, 'a webhook could not be stored; the gateway will deliver it again: check the database');
      throw new ProblemError(
        503,
        'not-stored',
        'This cannot be stored now; deliver it again',
        undefined,
        {},
        { 'Retry-After': '5' },
      );
    }
    seconds.observe({ answer: 'stored' }, (performance.now() - began) / 1000);
    return { stored: true };
  }
}

function bytesOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
