import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { read } from './call.js';

/** One answer of a service, looked at again when an event says so. `list` is the name that keep-up.ts knows. */
export function useAsked<T>(list: string, path: string, options: { readonly enabled?: boolean } = {}) {
  return useQuery({ queryKey: [list, path], queryFn: () => read<T>(path), ...options });
}

/** A request's part: renewed when that request moves. */
export function useAskedOf<T>(applicationId: string, path: string, options: { readonly enabled?: boolean } = {}) {
  return useQuery({ queryKey: ['request', applicationId, path], queryFn: () => read<T>(path), ...options });
}

/** A list that is read on at its end. `cursorName` is what the service calls the place to go on from. */
export function useLongList<T>(
  list: string,
  path: string,
  nextOf: (page: T) => string | null,
  cursorName: 'after' | 'cursor',
  enabled = true,
) {
  return useInfiniteQuery({
    queryKey: [list, path],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      read<T>(
        pageParam === ''
          ? path
          : `${path}${path.includes('?') ? '&' : '?'}${cursorName}=${encodeURIComponent(pageParam)}`,
      ),
    getNextPageParam: (page) => nextOf(page) ?? undefined,
  });
}

export interface Choices {
  readonly agency: string;
  readonly offices: readonly Named[];
  readonly districts: readonly Named[];
  readonly kinds: readonly (Named & { readonly documents: readonly string[] })[];
  readonly documents: readonly Named[];
}
interface Named {
  readonly code: string;
  readonly name: string;
}

const none: Choices = { agency: '', offices: [], districts: [], kinds: [], documents: [] };

/** What forms offer; it changes with a new version only. */
export function useChoices() {
  const { data = none } = useQuery({
    queryKey: ['choices'],
    queryFn: () => read<Choices>('/api/ops-console/choices'),
    staleTime: Infinity,
  });
  const nameIn = (list: readonly Named[], code: string) => list.find((one) => one.code === code)?.name ?? code;
  return {
    ...data,
    kind: (code: string) => nameIn(data.kinds, code),
    office: (code: string) => nameIn(data.offices, code),
    district: (code: string) => nameIn(data.districts, code),
    document: (code: string) => nameIn(data.documents, code),
  };
}
