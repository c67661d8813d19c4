import { describe, expect, it } from '@jest/globals';
import { recordStatuses, standingOf } from './record-status.js';

/** The sixteen named states of domain 1.4, and what a request does in each. */
const waitsFor: Readonly<Record<string, 'nothing' | 'recording' | 'deduplication'>> = {
  UNREGISTERED: 'recording',
  BIO_CAPTURED: 'deduplication',
  PROCESSING: 'deduplication',
  SENT_FOR_ENROLLMENT: 'deduplication',
  RECEIVED_AT_CENTRAL: 'deduplication',
  SEARCH_FAILURE_AT_CENTRAL: 'deduplication',
  ENROLL_FAILURE_AT_CENTRAL: 'recording',
  ENROLL_FAILURE_AT_REGIONAL: 'recording',
  ADJUDICATE_RECORD: 'deduplication',
  REQUEST_VALIDATION: 'deduplication',
  DUPLICATE_RECORD: 'deduplication',
  PRINT_READY_RECORD: 'nothing',
  SENT_FOR_CARD_PRINTING: 'deduplication',
  CARD_PRINTED: 'nothing',
  CARD_SHIPPED: 'nothing',
  CARD_ISSUED: 'nothing',
};

describe('the status of a record', () => {
  it('has the sixteen named states of the enrolment', () => {
    expect(recordStatuses.toSorted()).toEqual(Object.keys(waitsFor).toSorted());
    expect(recordStatuses).toHaveLength(16);
  });

  it.each(Object.entries(waitsFor))('%s waits for %s, however it is spelled', (status, cause) => {
    const expected = { status, printable: cause === 'nothing', waitsFor: cause === 'nothing' ? undefined : cause };
    for (const spelling of [
      status,
      status.toLowerCase(),
      status.replaceAll('_', ' '),
      ` ${status.replaceAll('_', '-')} `,
    ])
      expect(standingOf(spelling)).toMatchObject(expected);
  });

  it('knows the short forms', () => {
    expect(standingOf('PRR')?.status).toBe('PRINT_READY_RECORD');
    expect(standingOf('sfe')?.status).toBe('SENT_FOR_ENROLLMENT');
    expect(standingOf('BC')?.status).toBe('BIO_CAPTURED');
  });

  it('never sends to record again who is on the way: that would make a duplicate and block the card', () => {
    for (const status of recordStatuses) {
      const standing = standingOf(status);
      if (standing?.waitsFor !== 'deduplication') continue;
      expect(standing.nextStep).not.toMatch(/undang|perekaman/);
      if (/rekam ulang/.test(standing.nextStep)) expect(standing.nextStep).toContain('jangan rekam ulang');
    }
    expect(standingOf('SFE')?.nextStep).toContain('jangan rekam ulang');
  });

  it('decides nothing about a status that nobody has described', () => {
    for (const status of ['BRAND_NEW', '', 'constructor', '__proto__']) expect(standingOf(status)).toBeUndefined();
  });
});
