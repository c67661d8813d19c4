import type { Reachable } from '../access/services.js';

/**
 * What of the services holds nobody's data. Everything else that is asked of a service is a view of personal data, or an act, and
 * is written down: a route that somebody adds tomorrow is audited until it is listed here.
 */
const impersonal: Readonly<Record<Reachable, RegExp>> = {
  intake: /^\/(links|requirements|calendars|health|track)(\/|$)/,
  'document-validation': /^\/(links|health)(\/|$)/,
  'printing-queue':
    /^\/(?:print-jobs$|(?:links|health|stock|stations|assets|print-policies|reports|approvals|manifests)(?:\/|$))/,
  notification: /^\/(links|health|catalogue|sending)(\/|$)/,
};

const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** How an ask of a service is written down; undefined where it shows nobody's data. */
export function whatIsSeen(
  service: Reachable,
  method: string,
  pathWithQuery: string,
): { readonly act: string; readonly subject: string | null } | undefined {
  const [path = '', query = ''] = pathWithQuery.split('?');
  if (method === 'GET' && impersonal[service].test(path)) return undefined;
  const subject = path.match(id)?.[0] ?? query.match(id)?.[0] ?? null;
  // Ids become one word; anything else that is no word of a route is not written down at all.
  const route = path.replace(id, ':id').replace(/\/[^/]*[^a-z:/-][^/]*/gi, '/:other');
  return { act: `${method} ${service} ${route}`.slice(0, 200), subject: subject?.toLowerCase() ?? null };
}
