import type { ServedPath, WebPath } from '../../../src/pages/addresses.js';
import type { Pair } from '../../../src/pages/words.js';

/** The places of the console, who works there, and the key that leads there after `g`. */
export interface Place {
  readonly path: WebPath | ServedPath;
  readonly name: Pair;
  readonly key: string;
  /** Undefined: everybody. */
  readonly for?: readonly string[];
  /** Drawn by the server, to be read and printed; not a page of this application. */
  readonly isServed?: true;
}

export const places: readonly Place[] = [
  { path: '/', name: ['Permohonan', 'Requests'], key: 'p' },
  { path: '/permohonan-baru', name: ['Permohonan baru', 'New request'], key: 'b', for: ['clerk', 'reviewer', 'admin'] },
  { path: '/tinjauan', name: ['Tinjauan', 'Reviews'], key: 't', for: ['clerk', 'reviewer', 'head'] },
  {
    path: '/cetak',
    name: ['Pencetakan', 'Printing'],
    key: 'c',
    for: ['print-operator', 'clerk', 'head', 'ops', 'admin'],
  },
  {
    path: '/penyerahan',
    name: ['Penyerahan', 'Pick-up'],
    key: 's',
    for: ['clerk', 'print-operator', 'head', 'ops', 'admin'],
  },
  { path: '/percakapan', name: ['Percakapan', 'Conversations'], key: 'k', for: ['clerk', 'reviewer', 'head', 'admin'] },
  { path: '/pengaduan', name: ['Pengaduan', 'Complaints'], key: 'a', for: ['clerk', 'reviewer', 'head', 'admin'] },
  { path: '/pesan', name: ['Pesan', 'Messages'], key: 'm', for: ['clerk', 'reviewer', 'head', 'ops'] },
  {
    path: '/petugas-desa',
    name: ['Petugas desa', 'Village officers'],
    key: 'd',
    for: ['clerk', 'reviewer', 'head', 'ops', 'admin'],
  },
  { path: '/jemput-bola', name: ['Jemput bola', 'Visits'], key: 'v', for: ['clerk', 'reviewer', 'head', 'admin'] },
  {
    path: '/sistem',
    name: ['Jaringan dan sistem', 'Links and system'],
    key: 'j',
    for: ['head', 'ops', 'admin', 'clerk', 'reviewer', 'print-operator'],
  },
  {
    path: '/ringkasan',
    name: ['Ringkasan', 'Overview'],
    key: 'r',
    for: ['head', 'ops', 'admin', 'auditor'],
  },
  {
    path: '/laporan',
    name: ['Laporan', 'Reports'],
    key: 'l',
    for: ['head', 'ops', 'admin', 'auditor'],
    isServed: true,
  },
  {
    path: '/efektivitas',
    name: ['Efektivitas', 'Effectiveness'],
    key: 'e',
    for: ['head', 'ops', 'admin', 'auditor'],
    isServed: true,
  },
  { path: '/akun', name: ['Akun saya', 'My account'], key: 'x', isServed: true },
];
