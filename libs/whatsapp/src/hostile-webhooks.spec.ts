import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWebhook } from './parse-webhook.js';
import { verifySignature } from './signature.js';
import { parseWahaWebhook } from './waha/parse-waha-webhook.js';
import { verifyWahaSignature } from './waha/waha-signature.js';

// LOKET_LONG=1 tries many more; LOKET_SEED repeats one run.
const numRuns = process.env.LOKET_LONG === '1' ? 20_000 : 300;
const seed = process.env.LOKET_SEED === undefined ? Date.now() % 2_147_483_647 : Number(process.env.LOKET_SEED);
const settings = { numRuns, seed };

const folder = join(process.cwd(), 'libs/whatsapp/test-data');
const samples = readdirSync(folder)
  .filter((file) => /^(in|st|batch|dup|wh|waha)_.*\.json$/.test(file))
  .map((file) => readFileSync(join(folder, file), 'utf8'));

/** A real sample in which one value, wherever it lies, is another one. */
const bent = fc
  .tuple(fc.constantFrom(...samples), fc.nat(), fc.jsonValue({ maxDepth: 3 }))
  .map(([sample, at, value]) => {
    const places: (() => void)[] = [];
    const body: unknown = JSON.parse(sample);
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push(() => Reflect.set(node, key, value));
        visit(Reflect.get(node, key));
      }
    };
    visit(body);
    places[at % Math.max(1, places.length)]?.();
    return Buffer.from(JSON.stringify(body));
  });
const cut = fc
  .tuple(fc.constantFrom(...samples), fc.nat())
  .map(([sample, at]) => Buffer.from(sample.slice(0, at % sample.length)));
const polluted = fc
  .constantFrom(...samples)
  .map((sample) =>
    Buffer.from(sample.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}},')),
  );
const anything = fc.oneof(
  { weight: 4, arbitrary: bent },
  { weight: 1, arbitrary: cut },
  { weight: 1, arbitrary: polluted },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)) },
);

describe(`a webhook of somebody hostile (seed ${seed})`, () => {
  it.each([
    ['the Cloud API', parseWebhook],
    ['WAHA', parseWahaWebhook],
  ] as const)('of %s is read or left alone, never thrown at, with keys that stay bounded', (_, parse) => {
    fc.assert(
      fc.property(anything, (raw) => {
        const at = new Date('2026-11-24T00:00:00Z');
        const events = parse(raw, at);
        for (const event of events) {
          expect(event.eventKey.length).toBeLessThanOrEqual(200);
          expect(Number.isNaN(event.occurredAt.getTime())).toBe(false);
        }
        // Delivered again it is the same: the key is what a replay is known by.
        expect(parse(raw, at).map(({ eventKey }) => eventKey)).toEqual(events.map(({ eventKey }) => eventKey));
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      }),
      settings,
    );
  });
});

describe(`the signature gate (seed ${seed})`, () => {
  const secrets = ['new secret', 'old secret'];
  const sign = (body: Uint8Array, secret: string) => createHmac('sha256', secret).update(body).digest('hex');
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => Buffer.from(text)),
  );

  it('lets only the right signature of the very bytes pass', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(...secrets), fc.nat(), fc.nat(255), (bytes, secret, at, change) => {
        const raw = Buffer.from(bytes);
        const header = `sha256=${sign(raw, secret)}`;
        expect(verifySignature(raw, header, secrets).valid).toBe(true);
        if (raw.length === 0 || change === 0) return;
        const other = Buffer.from(raw);
        const place = at % other.length;
        other[place] = (other[place] ?? 0) ^ change;
        expect(verifySignature(other, header, secrets).valid).toBe(false);
      }),
      settings,
    );
  });

  it('never passes nor throws for a header that somebody made up', () => {
    const header = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256=${hex}`),
      fc.stringMatching(/^[0-9a-f]{0,130}$/).map((hex) => `sha256=${hex}`),
    );
    fc.assert(
      fc.property(body, header, (bytes, text) => {
        const raw = Buffer.from(bytes);
        expect(verifySignature(raw, text, secrets).valid).toBe(false);
        expect(verifyWahaSignature(raw, text, secrets).valid).toBe(false);
      }),
      settings,
    );
  });
});
