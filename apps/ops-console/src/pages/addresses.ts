/** Addresses of the web application: each gets the same page, and what it shows is decided in the browser (web/src/shell/routes.tsx). */
export const webPaths = [
  '/',
  '/permohonan/:id',
  '/permohonan-baru',
  '/tinjauan',
  '/cetak',
  '/penyerahan',
  '/percakapan',
  '/percakapan/:id',
  '/pengaduan',
  '/pengaduan/:id',
  '/pesan',
  '/pesan/belum-sampai',
  '/pesan/katalog',
  '/petugas-desa',
  '/jemput-bola',
  '/jemput-bola/:id',
  '/ringkasan',
  '/sistem',
] as const;
export type WebPath = (typeof webPaths)[number];

/** The youngest requests, as the first page lists them before anybody has chosen a filter. */
export const firstList = '/api/intake/applications?limit=50';
/** What the first page asks before anybody has touched it, and what stands around every page. */
export const firstAsked = [firstList, '/api/ops-console/counts', '/api/ops-console/choices'] as const;
export const shellAsked = ['/api/ops-console/links'] as const;

/** Pages that the server draws itself, to be read and printed. */
export const servedPaths = ['/laporan', '/efektivitas', '/akun'] as const;
export type ServedPath = (typeof servedPaths)[number];

const firstStep = (path: string) => path.split('/')[1] ?? '';
const firstSteps = new Set([...webPaths, ...servedPaths].map(firstStep));

/** Whether an address is a page of the console. Everything else is the API, static files, or nothing. */
export function isPage(path: string): boolean {
  const step = firstStep(path);
  return step === '' ? path === '/' : firstSteps.has(step);
}
