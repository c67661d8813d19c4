import type { Config } from '../config.js';

/** The page itself; what changes is filled in by desk-script.ts. Ids come from the configuration and are kebab case: nothing to escape. */
export function deskPage({ STATION_ID, STATION_OFFICE }: Pick<Config, 'STATION_ID' | 'STATION_OFFICE'>): string {
  return `<!doctype html>
<html lang="id">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Stasiun cetak ${STATION_ID}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="desk.css">
  <script src="desk.js" defer></script>
</head>
<body>
  <header><h1>Stasiun cetak ${STATION_ID}</h1><p>Kantor ${STATION_OFFICE}</p></header>
  <main>
    <dl>
      <dt>Pencetak</dt><dd id="printer" role="status">memeriksa …</dd>
      <dt>Sambungan ke kantor</dt><dd id="office" role="status">memeriksa …</dd>
      <dt>Blanko di lemari</dt><dd id="blanks">–</dd>
      <dt>Laporan belum terkirim</dt><dd id="untold">–</dd>
    </dl>
    <section aria-labelledby="out"><h2 id="out">Kunjungan tanpa jaringan</h2><div id="visit" aria-live="polite"></div></section>
    <section aria-labelledby="now"><h2 id="now">Yang dikerjakan</h2><div id="work" aria-live="polite"></div></section>
  </main>
  <footer><p>Halaman ini hanya bisa dibuka di komputer ini, karena itu tidak memakai PIN. Jangan dibiarkan terbuka tanpa petugas.</p></footer>
</body>
</html>`;
}
