import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  type PipeTransform,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { ApiProblems, bearerOf, ProblemError, unauthorized } from '#boot';
import type { Request } from 'express';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { PublicSigningKey } from '../bundle/container.js';
import type { DeviceRow } from './device.row.js';

const devices = new WeakMap<Request, DeviceRow>();
const lives = 60;
const skew = 30;

/** A device's id in a path; anything else names no device. */
export const deviceId: PipeTransform<unknown, string> = {
  transform(value) {
    const read = z.uuid().safeParse(value);
    if (!read.success) throw new ProblemError(404, 'device-not-found', 'There is no such device');
    return read.data;
  },
};

export type EnrolledDevice = DeviceRow & { readonly signing_key: PublicSigningKey };

/** The device of that id if it may still speak. @throws ProblemError 403 in words for its officer */
export function mayStillSpeak(row: DeviceRow | undefined): EnrolledDevice {
  if (!isEnrolled(row)) {
    throw new ProblemError(
      403,
      'bundle-device-unknown',
      'Perangkat tidak dikenal',
      'perangkat pembuat bundel belum terdaftar di kantor ini',
    );
  }
  if (row.revoked_at) {
    throw new ProblemError(
      403,
      'bundle-device-revoked',
      'Perangkat sudah dicabut',
      'bundel dari perangkat yang dilaporkan hilang atau diganti tidak diterima; hubungi kantor',
    );
  }
  return row;
}

function isEnrolled(row: DeviceRow | undefined): row is EnrolledDevice {
  return row !== undefined && row.signing_key !== null;
}

/**
 * Lets in a device that proves itself by an assertion of its own key: a JWT (ES256) with `sub` its id, `aud` loket-intake,
 * at most a minute old by our clock. 401 without; 403 for one that was revoked.
 */
@Injectable()
export class DeviceAuth implements CanActivate {
  constructor(private readonly dataSource: DataSource) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const assertion = bearerOf(request);
    const id = z.uuid().safeParse(subjectOf(assertion));
    if (!id.success) throw unauthorized();
    const [row]: DeviceRow[] = await this.dataSource.query('select * from officer_device where id = $1', [id.data]);
    if (!row?.signing_key) throw unauthorized();
    try {
      await jwtVerify(assertion, await importJWK({ ...row.signing_key }, 'ES256'), {
        algorithms: ['ES256'],
        audience: 'loket-intake',
        maxTokenAge: lives,
        clockTolerance: skew,
        requiredClaims: ['iat', 'exp'],
      });
    } catch {
      throw unauthorized();
    }
    devices.set(request, mayStillSpeak(row));
    await this.dataSource.query('update officer_device set last_heard_at = now() where id = $1', [row.id]);
    return true;
  }
}

/** Guards a route for the devices of village officers. */
export function ByDevice(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    UseGuards(DeviceAuth),
    ApiBearerAuth(),
    ApiProblems({ 401: 'unauthorized', 403: 'bundle-device-revoked' }),
  );
}

/** The device whom the guard let in. Throws where {@link ByDevice} does not guard the route: a mistake of ours. */
export function deviceOf(request: Request): DeviceRow {
  const device = devices.get(request);
  if (!device) throw new Error('This route reads its device but is not guarded by @ByDevice');
  return device;
}

/** Whose key to try; nothing is believed yet. */
function subjectOf(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch {
    return '';
  }
}
