import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { officerSetting, type OfficerSetting } from '../../src/officer/officer-setting.js';
import { askOffice } from './ask-office.js';
import type { Records } from './records.js';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const kept = z.object({ setting: officerSetting, signingKey: z.string(), identity: z.string() });

/** This device, enrolled: what the office told it, and its keys. */
export interface Device {
  readonly setting: OfficerSetting;
  readonly signingKey: CryptoKey;
  /** What replies on a stick are sealed for; age. */
  readonly identity: string;
}

/** Makes the keys, tells their public halves with the one-time code, and keeps the private ones in the vault. */
export async function enrol(records: Records, code: string): Promise<Device> {
  const pair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const answer = await askOffice('enrolment', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, signingKey: { kty, crv, x, y }, recipient }),
  });
  const setting = officerSetting.parse(await answer.json());
  const signingKey = JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey));
  await records.put('device', 'own', { setting, signingKey, identity } satisfies z.input<typeof kept>);
  return { setting, identity, signingKey: pair.privateKey };
}

export async function findDevice(records: Records): Promise<Device | undefined> {
  const own = await records.find('device', 'own', kept);
  if (!own) return undefined;
  const jwk: JsonWebKey = JSON.parse(own.signingKey);
  const signingKey = await crypto.subtle.importKey('jwk', jwk, curve, false, ['sign']);
  return { setting: own.setting, identity: own.identity, signingKey };
}

/** The office's settings change: offices open, keys are rotated. */
export async function keepSetting(records: Records, setting: OfficerSetting): Promise<void> {
  const own = await records.find('device', 'own', kept);
  if (own) await records.put('device', 'own', { ...own, setting });
}

/** Proves this device to the office for a minute: a JWT (ES256), dated by the office's clock. */
export async function assertion({ setting, signingKey }: Device, now: Date): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = { sub: setting.deviceId, aud: 'loket-intake', iat: seconds, exp: seconds + 60 };
  const signed = `${base64url(JSON.stringify({ alg: 'ES256' }))}.${base64url(JSON.stringify(claims))}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    signingKey,
    new TextEncoder().encode(signed),
  );
  return `${signed}.${base64url(String.fromCharCode(...new Uint8Array(signature)))}`;
}

/** @param text of letters below 256 */
function base64url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
