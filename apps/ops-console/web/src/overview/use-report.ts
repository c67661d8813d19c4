import { useQuery } from '@tanstack/react-query';
import type { ReportKey } from '../../../src/reports/report.js';
import { read } from '../session/call.js';
import type { ReportShown } from './report.js';

/** Figures of half a year do not change by the second. */
const freshMs = 5 * 60_000;

/** One report for the charts. @param half `2026-II`; empty: all half-years @param office empty: all offices */
export function useReport(
  key: ReportKey,
  { half = '', office = '' }: { readonly half?: string; readonly office?: string },
) {
  const asked = new URLSearchParams({ ...(half === '' ? {} : { half }), ...(office === '' ? {} : { office }) });
  return useQuery({
    queryKey: ['reports', key, half, office],
    queryFn: () => read<ReportShown>(`/api/reports/${key}?${asked.toString()}`),
    staleTime: freshMs,
    refetchInterval: freshMs,
    // The figures stand until the asked ones have come.
    placeholderData: (before: ReportShown | undefined) => before,
  });
}
