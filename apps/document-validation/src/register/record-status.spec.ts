import { describe, expect, it } from '@jest/globals';
import { standingOf } from './record-status.js';

describe('the status of a record', () => {
  it('is printable when print-ready or printed before', () => {
    for (const status of [
      'PRINT_READY_RECORD',
      'PRR',
      'print ready record',
      'CARD_PRINTED',
      'CARD_SHIPPED',
      'CARD_ISSUED',
    ])
      expect(standingOf(status)).toMatchObject({ printable: true, waitsFor: undefined });
  });

  it('asks to record only who was never recorded or whose recording failed', () => {
    for (const status of ['UNREGISTERED', 'ENROLL_FAILURE_AT_CENTRAL', 'ENROLL_FAILURE_AT_REGIONAL'])
      expect(standingOf(status)).toMatchObject({ printable: false, waitsFor: 'recording' });
    for (const status of ['SENT_FOR_ENROLLMENT', 'SFE', 'BIO_CAPTURED', 'ADJUDICATE_RECORD', 'DUPLICATE_RECORD'])
      expect(standingOf(status)).toMatchObject({ printable: false, waitsFor: 'deduplication' });
  });

  it('decides nothing about a status that nobody has described', () => {
    for (const status of ['BRAND_NEW', '', 'constructor', '__proto__']) expect(standingOf(status)).toBeUndefined();
  });
});
