import { describe, expect, it } from '@jest/globals';
import { forgetStalePlan, statementName } from './statement-name.js';

const often = (sql: string, parameters?: readonly unknown[]) =>
  [1, 2, 3, 4].map(() => statementName(sql, parameters)).at(-1);
const stale = Object.assign(new Error('cached plan must not change result type'), { code: '0A000' });

describe('the name of a statement', () => {
  it('comes with its third use, is always the same, and differs from that of another text', () => {
    const sql = 'select state from one where id = $1';
    expect([1, 2, 3, 4].map(() => statementName(sql, ['x']) !== undefined)).toEqual([false, false, true, true]);
    expect(statementName(sql, ['y'])).toBe(statementName(sql, ['x']));
    expect(often('select state from another where id = $1', ['x'])).not.toBe(statementName(sql, ['x']));
  });

  it('is not given without parameters, nor to a text that says *', () => {
    expect(often('select state from one')).toBeUndefined();
    expect(often('select * from one where id = $1', ['x'])).toBeUndefined();
    expect(often('select count(*) from one where id = $1', ['x'])).toBeDefined();
  });

  it('is lost for good when its plan has become impossible, and by no other error', () => {
    const sql = 'select kind from one where id = $1';
    expect(often(sql, ['x'])).toBeDefined();
    forgetStalePlan(sql, Object.assign(new Error('a deadlock'), { code: '40P01' }));
    expect(statementName(sql, ['x'])).toBeDefined();
    forgetStalePlan(sql, stale);
    expect(often(sql, ['x'])).toBeUndefined();
  });
});
