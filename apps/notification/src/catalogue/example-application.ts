import type { ToldApplication } from './message.js';

/** An invented request, of the area that does not exist: for the preview page and the tests. */
export const exampleApplication: ToldApplication = {
  ticket: 'L-4F7K2',
  trackUrl: 'https://loket.example.go.id/track/0000EXAMPLE0000EXAMPLE0000',
  maskedName: 'BUD*** S***',
  maskedNik: '650399**********',
  kind: 'HILANG',
  office: { name: 'Kantor Disdukcapil Kabupaten Contoh', address: 'Jalan Contoh 1', hours: null },
};
