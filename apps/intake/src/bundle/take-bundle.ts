import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles } from '#boot';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ByDevice, deviceOf } from '../officer/recognise-device.js';
import { ImportBundle, type ImportedBundle } from './import-bundle.js';
import { limits } from './manifest.js';
import { requestResult } from './request-result.js';

export const importedBundle = z.object({
  bundleId: z.uuid(),
  deviceId: z.uuid(),
  /** By the device's clock; `receivedAt` is by ours. */
  madeAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  isRepeated: z.boolean(),
  told: z.number(),
  results: z.array(requestResult),
});
const types = ['application/vnd.loket.bundle', 'application/octet-stream'];
const problems = {
  409: 'bundle-id-reused',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  422: 'bundle-unreadable, bundle-tampered, bundle-not-for-us or bundle-invalid',
  503: 'unavailable',
};

/** A bundle comes in: on a stick that a clerk reads, or over a line from its own device. Its signature counts in both cases. */
@ApiTags('village officers')
@Controller()
export class TakeBundle {
  constructor(private readonly importBundle: ImportBundle) {}

  @Post('bundles')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'Import a bundle that was carried here; again is the same' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiZodResponse(200, importedBundle)
  @ApiProblems({
    ...problems,
    403: 'bundle-device-unknown, bundle-device-revoked or forbidden (needs clerk or reviewer or admin)',
  })
  async fromStick(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<ImportedBundle> {
    return this.importBundle.take(await read(request, response), { via: 'stick', clerk: clerkOf(request).id });
  }

  @Post('officer-devices/me/bundles')
  @HttpCode(200)
  @ByDevice()
  @ApiOperation({ summary: 'A device sends its bundle; again is the same' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiZodResponse(200, importedBundle)
  @ApiProblems(problems)
  async overLine(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<ImportedBundle> {
    return this.importBundle.take(await read(request, response), { via: 'line', deviceId: deviceOf(request).id });
  }
}

async function read(request: Request, response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type)) {
    throw new ProblemError(
      415,
      'unsupported-media-type',
      'The bundle has a type that is not read here',
      `send ${types[0]}`,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limits.bundleBytes) {
      // The rest of the body is not read: this connection is of no more use.
      response.set('Connection', 'close');
      throw new ProblemError(413, 'body-too-large', 'The bundle is too large', `at most ${limits.bundleBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
