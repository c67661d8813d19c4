// The table at the end of a start: what is where. Needs no package.

/** @param {Record<import('./ports.mjs').PortName, string>} urls @param {string} folder */
export function printUrls(urls, folder) {
  const rows = [
    ['console (sign in as admin)', urls.console, `password in ${folder}/first-admin.json`],
    ['phone page', urls.graph, 'chat with Loket as a citizen would'],
    ['station page', urls.station, 'the printer operator'],
    ['intake', `${urls.intake}/docs`, 'webhooks, applications, tracking'],
    ['document-validation', `${urls.documentValidation}/docs`, 'checks and reviews'],
    ['printing-queue', `${urls.printingQueue}/docs`, 'print jobs, blanks, hand-over'],
    ['notification', `${urls.notification}/docs`, 'messages to citizens'],
    ['register stand-in', urls.register, 'plays the population register'],
  ];
  console.log('');
  for (const [what = '', url = '', why = ''] of rows) console.log(`  ${what.padEnd(27)} ${url.padEnd(28)} ${why}`);
  console.log('');
}
