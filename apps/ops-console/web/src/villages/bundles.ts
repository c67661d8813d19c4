import type { Pair } from '../../../src/pages/words.js';

export interface Result {
  readonly requestId: string;
  readonly outcome: 'opened' | 'already-open' | 'refused';
  readonly applicationId: string | null;
  readonly ticket: string | null;
  readonly problems: readonly { readonly field: string; readonly text: string }[];
}

export interface Bundle {
  readonly bundleId: string;
  readonly officer: string;
  readonly district: string;
  readonly via: 'line' | 'stick';
  readonly madeAt: string;
  readonly receivedAt: string;
  readonly requests: number;
  readonly told: number;
  readonly isDone: boolean;
}

export interface Device {
  readonly deviceId: string;
  readonly officer: string;
  readonly label: string;
  readonly district: string;
  readonly enrolledAt: string | null;
  readonly lastHeardAt: string | null;
  readonly revokedAt: string | null;
}

export const outcomeWords: Readonly<Record<Result['outcome'], Pair>> = {
  opened: ['Diterima', 'Taken in'],
  'already-open': ['Sudah ada permohonan yang sama', 'Has an open request already'],
  refused: ['Ditolak, diperbaiki petugas desa', 'Refused, the officer puts it right'],
};

export const viaWords: Readonly<Record<Bundle['via'], Pair>> = {
  line: ['sambungan', 'line'],
  stick: ['stik', 'stick'],
};
