import { Decrypter, Encrypter } from 'age-encryption';
import { bundleHeader, type BundleHeader, manifest, type Manifest } from './manifest.js';

/*
 * A bundle is one file:
 *
 *   "LOKETB1\n" · length of the header, 32 bits · header (JSON) · signature, 64 bytes · contents, sealed for the office (age)
 *
 * and its contents, once opened: length of the manifest, 32 bits · manifest (JSON) · the files in the manifest's order. The
 * signature is the device's (ECDSA, P-256, SHA-256) over everything before and after it: what was changed is known before anything
 * is opened or read. The manifest repeats the header, so that nobody can put a signature of their own on another's contents.
 * WebCrypto and age only: the officer's page makes what intake reads with this very file.
 */

const magic = new TextEncoder().encode('LOKETB1\n');
const signatureBytes = 64;
const algorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;
const headerBytes = 2_000;

/** Why a file is no bundle that can be taken in. */
export type BundleFault = 'unreadable' | 'tampered' | 'not-for-us' | 'invalid';

export class BadBundle extends Error {
  override readonly name = 'BadBundle';
  constructor(
    readonly fault: BundleFault,
    detail: string,
  ) {
    super(detail);
  }
}

type Bytes = Uint8Array<ArrayBuffer>;
/** A key of WebCrypto, under the name that both the browser's types and Node's give it. */
export type Key = InstanceType<typeof CryptoKey>;

/** The public half of a device's signing key: a JWK of ECDSA, P-256. */
export interface PublicSigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** A bundle as it lies there: whose it claims to be, and what proves it. Nothing is believed yet. */
export interface ClosedBundle {
  readonly header: BundleHeader;
  readonly signature: Bytes;
  readonly signed: Bytes;
  readonly sealed: Bytes;
}

export interface BundleContents {
  readonly manifest: Manifest;
  /** The bytes of each document by its SHA-256. */
  readonly files: ReadonlyMap<string, Bytes>;
}

/**
 * Makes a bundle.
 * @param files the documents' bytes by SHA-256, at least those that the manifest names
 * @param signingKey the device's private key, ECDSA P-256
 * @param recipient the office's public key, `age1…`
 */
export async function packBundle(contents: BundleContents, signingKey: Key, recipient: string): Promise<Bytes> {
  const { bundleId, deviceId, madeAt } = contents.manifest;
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const documents = contents.manifest.requests.flatMap((request) => request.documents);
  const unique = new Map(documents.map((document) => [document.sha256, document]));
  const inside = joined(
    lengthPrefixed(json(contents.manifest)),
    ...[...unique.keys()].map((sha256) => {
      const bytes = contents.files.get(sha256);
      if (!bytes) throw new Error('a document of the manifest has no bytes');
      return bytes;
    }),
  );
  const sealed = await encrypter.encrypt(inside);
  const before = joined(magic, lengthPrefixed(json({ bundleId, deviceId, madeAt } satisfies BundleHeader)));
  const signature = await crypto.subtle.sign(algorithm, signingKey, joined(before, sealed));
  return joined(before, new Uint8Array(signature), sealed);
}

/** Reads the outside of a bundle. @throws BadBundle `unreadable` */
export function readClosed(bytes: Bytes): ClosedBundle {
  const at = magic.length + 4;
  if (bytes.length < at || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new BadBundle('unreadable', 'it does not begin as a bundle does');
  }
  const length = lengthAt(bytes, magic.length);
  const end = at + length;
  if (length > headerBytes || bytes.length <= end + signatureBytes) {
    throw new BadBundle('unreadable', 'it ends too early');
  }
  const header = bundleHeader.safeParse(parsed(bytes.subarray(at, end)));
  if (!header.success) throw new BadBundle('unreadable', 'its header cannot be read');
  const sealed = bytes.subarray(end + signatureBytes);
  return {
    header: header.data,
    signature: bytes.subarray(end, end + signatureBytes),
    signed: joined(bytes.subarray(0, end), sealed),
    sealed,
  };
}

/** Checks who has made a bundle. @throws BadBundle `tampered` */
export async function proveSignature(bundle: ClosedBundle, publicKey: PublicSigningKey): Promise<void> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', { ...publicKey }, curve, false, ['verify']);
  if (await crypto.subtle.verify(algorithm, key, bundle.signature, bundle.signed)) return;
  throw new BadBundle('tampered', 'its signature is not that of its device');
}

/**
 * Opens a bundle whose signature was checked.
 * @param identities the office's private keys, the newest first
 * @throws BadBundle `not-for-us`, `invalid`, or `tampered` where a document is not what the manifest says
 */
export async function openBundle(bundle: ClosedBundle, identities: readonly Key[]): Promise<BundleContents> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const inside = await decrypter.decrypt(bundle.sealed).catch(() => {
    throw new BadBundle('not-for-us', 'it is sealed for another office or with a key that is no more');
  });
  const end = inside.length < 4 ? Infinity : 4 + lengthAt(inside, 0);
  if (end > inside.length) throw new BadBundle('invalid', 'it has no manifest');
  const read = manifest.safeParse(parsed(inside.subarray(4, end)));
  if (!read.success) throw new BadBundle('invalid', 'its manifest is not of version 1');
  const { bundleId, deviceId } = read.data;
  if (bundleId !== bundle.header.bundleId || deviceId !== bundle.header.deviceId) {
    throw new BadBundle('tampered', 'its contents are of another bundle');
  }
  return { manifest: read.data, files: await filesOf(read.data, inside.subarray(end)) };
}

async function filesOf({ requests }: Manifest, bytes: Uint8Array): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  let at = 0;
  for (const { sha256, size } of requests.flatMap((request) => request.documents)) {
    if (files.has(sha256)) continue;
    const file = new Uint8Array(bytes.subarray(at, at + size));
    at += size;
    if ((await sha256Of(file)) !== sha256) throw new BadBundle('tampered', 'a document is not what the manifest says');
    files.set(sha256, file);
  }
  if (at !== bytes.length) throw new BadBundle('invalid', 'it holds more than its manifest says');
  return files;
}

/** SHA-256 in hexadecimal. */
export async function sha256Of(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function json(value: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(value));
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function lengthPrefixed(bytes: Bytes): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return joined(length, bytes);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
