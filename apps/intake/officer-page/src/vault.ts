/*
 * All that the page keeps lies encrypted in the browser. A data key (AES-256-GCM) seals every record, bound to its type and id; the
 * data key itself lies sealed with a key that PBKDF2 draws from the officer's PIN. Without the PIN there is nothing to read here,
 * and no key to sign with. A PIN holds back who finds a phone, not a laboratory with weeks of time: what the office has confirmed is
 * therefore wiped, and a lost device is revoked at the office.
 */
type Bytes = Uint8Array<ArrayBuffer>;

export interface Sealed {
  readonly iv: Bytes;
  readonly data: Bytes;
}

/** What lies open: how the key is drawn, and the data key sealed with it. */
export interface Lock {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly dataKey: Sealed;
}

/** OWASP's figure for PBKDF2 with SHA-256 (2023). About a second on a cheap phone. */
const iterations = 600_000;
export const shortestPin = 8;

/** Seals and opens records while the officer is there. */
export class Vault {
  private constructor(private readonly dataKey: CryptoKey) {}

  /** A new vault with a new data key. */
  static async create(pin: string): Promise<{ vault: Vault; lock: Lock }> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const lock = { salt, iterations, dataKey: await seal(await drawKey(pin, salt, iterations), raw, 'data key') };
    return { vault: new Vault(await importKey(raw)), lock };
  }

  /** @returns undefined for a wrong PIN */
  static async open(lock: Lock, pin: string): Promise<Vault | undefined> {
    const key = await drawKey(pin, lock.salt, lock.iterations);
    const raw = await open(key, lock.dataKey, 'data key').catch(() => undefined);
    return raw && new Vault(await importKey(raw));
  }

  /** @param place type and id of the record: what is moved to another place fails to open */
  seal(bytes: Bytes, place: string): Promise<Sealed> {
    return seal(this.dataKey, bytes, place);
  }

  open(sealed: Sealed, place: string): Promise<Bytes> {
    return open(this.dataKey, sealed, place);
  }
}

async function drawKey(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(pin.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function importKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

async function seal(key: CryptoKey, bytes: Bytes, place: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: named(place) }, key, bytes);
  return { iv, data: new Uint8Array(data) };
}

async function open(key: CryptoKey, { iv, data }: Sealed, place: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: named(place) }, key, data));
}

function named(place: string): Bytes {
  return new TextEncoder().encode(`loket petugas ${place}`);
}
