import { describe, expect, it } from '@jest/globals';
import { classifyError, errorTable, pairHoldSeconds, type ErrorClass } from './error-classes.js';

/** Written out once more from the contract, so that a slip in the table is seen. */
const contract: [ErrorClass, number[]][] = [
  ['retry', [2, 131000, 131016, 131057, 133004, 4, 80007]],
  ['slow_sender', [130429]],
  ['slow_pair', [131056]],
  ['stop_sender', [131048, 368, 131031, 130497, 131042, 131045, 131064]],
  ['token', [190, 0, 3, 10, 200, 250, 299, 131005]],
  ['needs_template', [131047]],
  ['unreachable', [131026, 131021, 131030, 137000, 131062]],
  ['not_now', [131049, 130472, 131050]],
  [
    'our_fault',
    [100, 33, 131008, 131009, 131051, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069],
  ],
  ['media', [131052, 131053]],
];

describe('classifyError', () => {
  it.each(contract.flatMap(([name, codes]) => codes.map((code) => [code, name] as const)))('%i is %s', (code, name) => {
    expect(classifyError(code, 400)).toEqual({ class: name, known: true });
    expect(classifyError(code, 500)).toEqual({ class: name, known: true });
  });

  it('judges an unknown code by the HTTP status, and says that it is unknown', () => {
    expect(classifyError(999999, 400)).toEqual({ class: 'our_fault', known: false });
    expect(classifyError(999999, 503)).toEqual({ class: 'retry', known: false });
    expect(classifyError(199, undefined)).toEqual({ class: 'our_fault', known: false });
    expect(classifyError(300, undefined)).toEqual({ class: 'our_fault', known: false });
    expect(classifyError(undefined, 500)).toEqual({ class: 'retry', known: false });
  });

  it('has each code in one row only', () => {
    const codes = errorTable.flatMap((row) => row.codes.map(String));
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('pairHoldSeconds', () => {
  it('grows by four and stops at 256', () => {
    expect([0, 1, 2, 3, 4, 5, 99].map(pairHoldSeconds)).toEqual([1, 4, 16, 64, 256, 256, 256]);
  });
});
