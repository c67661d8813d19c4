import type { QueryClient } from '@tanstack/react-query';

interface Changes {
  readonly families: readonly string[];
  readonly applications: readonly string[];
}

/** Which families of events make which lists stale. A query's key begins with the name of its list. */
const staleBy: Readonly<Record<string, readonly string[]>> = {
  application: ['requests', 'request', 'counts', 'reviews', 'print-jobs', 'cards', 'links'],
  documents: ['request', 'reviews'],
  register: ['request', 'reviews'],
  review: ['reviews', 'request'],
  record: ['reviews', 'request'],
  'print-job': ['print-jobs', 'stations', 'cards', 'request', 'approvals'],
  printing: ['print-jobs', 'request'],
  card: ['cards', 'manifests', 'request'],
  stock: ['stock', 'stations'],
  station: ['stations'],
  maintenance: ['machines'],
  message: ['messages', 'failures', 'relay', 'parked', 'counts', 'links'],
  conversation: ['handovers', 'request'],
  whatsapp: ['handovers', 'links'],
  complaint: ['complaints'],
  note: ['notes', 'request'],
  bundle: ['bundles', 'officer-devices'],
  news: ['relay'],
  visit: ['visits', 'visit-requests'],
  link: ['links', 'capabilities', 'queues'],
  capability: ['capabilities', 'links'],
};

/** Looks again at the lists that an event has changed; other requests' pages stay as they are. */
export function keepUp(queries: QueryClient): () => void {
  const source = new EventSource('/api/ops-console/events/stream');
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    const { families, applications }: Changes = JSON.parse(data);
    if (families.includes('*')) return void queries.invalidateQueries();
    const lists = new Set(families.flatMap((family) => staleBy[family] ?? []));
    void queries.invalidateQueries({
      predicate: ({ queryKey: [list, id] }) =>
        typeof list === 'string' &&
        lists.has(list) &&
        (list !== 'request' || typeof id !== 'string' || applications.includes(id)),
    });
  });
  return () => source.close();
}
