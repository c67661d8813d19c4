// What the sources of the flows say beyond the flow itself: the comment over each consumer, and the file behind it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';

/**
 * The comment lines over each consumer in a service's flow.ts, by consumer.
 * @param {string} service
 * @returns {Record<string, string>}
 */
export function readReasons(service) {
  const file = join(root, 'apps', service, 'src/flow.ts');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const commented = text.matchAll(/((?:^ *\/\/.*\n)+) *'?([a-z-]+)'?: \{/gm);
  return Object.fromEntries(
    [...commented].map(([, comment = '', consumer = '']) => [
      consumer,
      comment
        .split('\n')
        .map((line) => line.replace(/^ *\/\/ ?/, ''))
        .join(' ')
        .trim(),
    ]),
  );
}

/**
 * The source file of a consumer, from the root of the checkout; a queue carries its name.
 * @param {string} service
 * @param {string} consumer
 */
export function sourceOf(service, consumer) {
  const folder = `apps/${service}/src`;
  if (!existsSync(join(root, folder))) return undefined;
  const files = readdirSync(join(root, folder), { recursive: true }).map(String);
  const found = files.find((file) => file === `${consumer}.ts` || file.endsWith(`/${consumer}.ts`));
  return found === undefined ? undefined : `${folder}/${found}`;
}
