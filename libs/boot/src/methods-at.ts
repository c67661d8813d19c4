import type { Request } from 'express';

type Layer = { route?: { methods?: Record<string, boolean> }; match(path: string): boolean };

/** The methods that some route knows for the address of this request, in capitals: empty means there is nothing there (404, not 405). */
export function methodsAt(request: Request): string[] {
  const router: unknown = request.app.router;
  const layers = isRouter(router) ? router.stack : [];
  const methods = new Set<string>();
  for (const layer of layers) {
    // `_all` marks middleware mounted for every method, which answers nothing by itself.
    if (!isLayer(layer) || !layer.route?.methods || layer.route.methods['_all'] || !layer.match(request.path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  return [...methods].toSorted();
}

function isRouter(value: unknown): value is { stack: unknown[] } {
  const able = typeof value === 'function' || (typeof value === 'object' && value !== null);
  return able && 'stack' in value && Array.isArray(value.stack);
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && 'match' in value && typeof value.match === 'function';
}
