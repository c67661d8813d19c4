const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The name of a request's span: method and path, with ids, numbers and codes left out, so that names stay few and tell
 * nobody's secret.
 * @param path as on the wire, with or without a query
 */
export function routeName(method: string, path: string): string {
  const [bare = '/'] = path.split('?', 1);
  const segments = bare.split('/').map((segment) => {
    if (uuid.test(segment)) return ':id';
    if (/^\d+$/.test(segment)) return ':n';
    return segment.length > 24 || /\d{5}/.test(segment) ? ':code' : segment;
  });
  return `${method} ${segments.join('/')}`;
}
