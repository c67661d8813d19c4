import { randomUUID } from 'node:crypto';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { SignJWT } from 'jose';
import { type Key, packBundle, sha256Of } from '../src/bundle/container.js';
import type { BundledTick } from '../src/bundle/manifest.js';
import type { OfficerSetting } from '../src/officer/officer-setting.js';
import type { IntakeAtWork } from './intake-at-work.js';

export interface CarriedDocument {
  readonly as: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
export interface CarriedRequest {
  readonly requestId?: string;
  readonly takenAt?: string;
  readonly particulars: unknown;
  readonly documents?: readonly CarriedDocument[];
}

/** A village officer's device as the API sees it: its keys, its enrolment, its bundles. */
export interface OfficerDevice {
  readonly id: string;
  readonly setting: OfficerSetting;
  readonly identity: string;
  readonly signingKey: Key;
  pack(
    requests: readonly CarriedRequest[],
    options?: { told?: BundledTick[]; bundleId?: string; madeAt?: string; recipient?: string; signedBy?: Key },
  ): Promise<Uint8Array<ArrayBuffer>>;
  assertion(at?: Date): Promise<string>;
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' };

/** Registers a device at the office and enrols it. */
export async function enrolled(work: IntakeAtWork, admin: string, district = '650305'): Promise<OfficerDevice> {
  const registered = await work.ask('/officer-devices', {
    method: 'POST',
    token: admin,
    body: { officer: 'pak-desa', label: 'HP desa', district },
  });
  const { code } = (await registered.json()) as { code: string };
  return enrolDevice(work.url, code);
}

/** What the device does with the code that its officer was given. */
export async function enrolDevice(intakeUrl: string, code: string): Promise<OfficerDevice> {
  const pair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const identity = await generateX25519Identity();
  const answer = await fetch(`${intakeUrl}/officer-devices/enrolment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code,
      signingKey: { kty: 'EC', crv: 'P-256', x, y },
      recipient: await identityToRecipient(identity),
    }),
  });
  if (answer.status !== 200) throw new Error(`the enrolment is answered ${answer.status}: ${await answer.text()}`);
  const setting = (await answer.json()) as OfficerSetting;
  return {
    id: setting.deviceId,
    setting,
    identity,
    signingKey: pair.privateKey,
    pack: async (requests, options = {}) => {
      const files = new Map<string, Uint8Array<ArrayBuffer>>();
      const listed = await Promise.all(
        requests.map(async ({ requestId = randomUUID(), takenAt, particulars, documents = [] }) => ({
          requestId,
          takenAt: takenAt ?? new Date().toISOString(),
          particulars,
          documents: await Promise.all(
            documents.map(async ({ as, bytes }) => {
              const sha256 = await sha256Of(bytes);
              files.set(sha256, bytes);
              return { as, contentType: 'image/jpeg' as const, size: bytes.length, sha256 };
            }),
          ),
        })),
      );
      const manifest = {
        version: 1 as const,
        bundleId: options.bundleId ?? randomUUID(),
        deviceId: setting.deviceId,
        madeAt: options.madeAt ?? new Date().toISOString(),
        requests: listed,
        told: options.told ?? [],
      };
      return packBundle(
        { manifest, files },
        options.signedBy ?? pair.privateKey,
        options.recipient ?? setting.officeKey,
      );
    },
    assertion: (at = new Date()) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject(setting.deviceId)
        .setAudience('loket-intake')
        .setIssuedAt(at)
        .setExpirationTime(Math.floor(at.getTime() / 1000) + 60)
        .sign(pair.privateKey),
  };
}
