/**
 * Node's arguments to run this service's TypeScript as it is: Node strips the types, and imports of `./x.js` find `./x.ts`.
 * Only for processes that a test starts; the built service runs JavaScript.
 */
const hook = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isOurs ? specifier.replace(/\\.js$/, '.ts') : specifier, context);
  },
});`;

export const runTypescript: readonly string[] = [
  '--no-warnings',
  '--import',
  `data:text/javascript,${encodeURIComponent(hook)}`,
];
