import { z } from 'zod';

/**
 * What a bundle holds, as its officer's device writes it. The page and intake share this file, so that both mean the same.
 * Version 1; a field that old devices do not know is optional, anything else is a new version.
 */
export const mediaTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;

/** Bounds that hold on both sides: a bundle goes through one HTTP request, and one officer writes it. */
export const limits = { bundleBytes: 16 * 1024 * 1024, requests: 50, documents: 8, told: 200 } as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const bundledDocument = z.strictObject({
  /** A document code; one that this version does not know is taken by the order of the requirements. */
  as: z.string().max(32),
  contentType: z.enum(mediaTypes),
  size: z
    .int()
    .positive()
    .max(15 * 1024 * 1024),
  sha256,
});

export const bundledRequest = z.strictObject({
  requestId: z.uuid(),
  /** By the device's clock. */
  takenAt: z.iso.datetime(),
  /** The counter's form; judged request by request, so that one that cannot be right does not hold up the others. */
  particulars: z.unknown(),
  documents: z.array(bundledDocument).max(limits.documents),
});
export type BundledRequest = z.output<typeof bundledRequest>;

/** News that the officer has told a citizen, ticked off on the relay list. */
export const bundledTick = z.strictObject({ messageId: z.uuid(), at: z.iso.datetime() });
export type BundledTick = z.output<typeof bundledTick>;

export const bundleHeader = z.strictObject({
  bundleId: z.uuid(),
  deviceId: z.uuid(),
  /** By the device's clock. */
  madeAt: z.iso.datetime(),
});
export type BundleHeader = z.output<typeof bundleHeader>;

export const manifest = bundleHeader.extend({
  version: z.literal(1),
  requests: z.array(bundledRequest).max(limits.requests),
  told: z.array(bundledTick).max(limits.told),
});
export type Manifest = z.output<typeof manifest>;
