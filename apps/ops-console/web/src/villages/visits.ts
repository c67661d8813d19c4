import type { Pair } from '../../../src/pages/words.js';

export interface Visit {
  readonly visitId: string;
  readonly district: string;
  readonly from: string;
  readonly to: string;
  readonly team: readonly string[];
  readonly state: 'planned' | 'closed' | 'cancelled';
}

export interface Entry {
  readonly applicationId: string;
  readonly ticket: string;
  readonly kind: string;
  readonly name: string;
  readonly village: string | null;
  readonly purpose: 'record' | 'hand-over';
  readonly result: string | null;
}

export interface VisitRequest {
  readonly visitRequestId: string;
  readonly channel: string;
  readonly district: string;
  readonly village: string | null;
  readonly reason: string;
  readonly people: number;
  readonly contact: string | null;
  readonly openedAt: string;
}

export const stateWords: Readonly<Record<Visit['state'], Pair>> = {
  planned: ['Direncanakan', 'Planned'],
  closed: ['Selesai', 'Closed'],
  cancelled: ['Dibatalkan', 'Cancelled'],
};

export const reasonWords: Readonly<Record<string, Pair>> = {
  elderly: ['lanjut usia', 'elderly'],
  ill: ['sakit', 'ill'],
  disabled: ['penyandang disabilitas', 'disabled'],
  remote: ['desa jauh', 'far village'],
  school: ['sekolah', 'school'],
  other: ['lainnya', 'other'],
};

export const purposeWords: Readonly<Record<Entry['purpose'], Pair>> = {
  record: ['Perekaman', 'Recording'],
  'hand-over': ['Penyerahan kartu', 'Hand-over'],
};

export const resultWords: Readonly<Record<string, Pair>> = {
  recorded: ['Terekam', 'Recorded'],
  absent: ['Tidak datang', 'Did not come'],
  failed: ['Gagal direkam', 'Could not be recorded'],
  'handed-over': ['Diserahkan', 'Handed over'],
  'not-collected': ['Tidak diambil', 'Not collected'],
};
