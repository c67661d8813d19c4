import { describe, expect, it } from '@jest/globals';
import { bind, createLogger, type Log } from './log.js';
import { nestLogger } from './nest-logger.js';

const nik = '6503990101900001';

function recorded(act: (log: Log) => void): Record<string, unknown> {
  const lines: string[] = [];
  act(bind(createLogger({ write: (line) => void lines.push(line) })));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

describe('a log line', () => {
  it('is one JSON object with level, time and text', () => {
    const line = recorded((log) => log.info({ applicationId: 'a-1', attempt: 2 }, 'taken'));
    expect(line).toMatchObject({ level: 'info', applicationId: 'a-1', attempt: 2, msg: 'taken' });
    expect(Date.parse(String(line['time']))).not.toBeNaN();
  });

  it('masks personal numbers in text and fields, however deep', () => {
    const line = recorded((log) =>
      log.warn({ reason: `bad ${nik}`, missing: [{ says: '+62 812-3456-7890' }] }, `NIK ${nik}`),
    );
    expect(line).toMatchObject({ reason: 'bad [number]', missing: [{ says: '[phone]' }], msg: 'NIK [number]' });
    expect(recorded((log) => log.info(`alone ${nik}`))['msg']).toBe('alone [number]');
  });

  it('drops a field that is not allowed and names it', () => {
    const row: Record<string, unknown> = { applicationId: 'a-1', fullName: 'Siti' };
    const line = recorded((log) => log.info(row, 'x'));
    expect(line).toMatchObject({ applicationId: 'a-1', dropped: ['fullName'] });
    expect(JSON.stringify(line)).not.toContain('Siti');
  });

  it('keeps class, code and text of an error, never the rows a database puts on it', () => {
    const err = Object.assign(new Error(`duplicate (${nik})`, { cause: new TypeError('inner') }), {
      code: '23505',
      detail: 'Key (name)=(Siti)',
    });
    const line = recorded((log) => log.error({ err }, 'failed'));
    expect(line['err']).toMatchObject({
      type: 'Error',
      code: '23505',
      message: 'duplicate ([number])',
      cause: { type: 'TypeError' },
    });
    expect(JSON.stringify(line)).not.toMatch(/Siti|6503/);
  });

  it('keeps a forged line inside its own JSON string', () => {
    expect(recorded((log) => log.info('a\r\n{"level":"fatal"}'))).toMatchObject({ level: 'info' });
  });
});

describe('Nest', () => {
  it('logs its chatter at debug, errors with their error, and the context as such', () => {
    expect(recorded((log) => nestLogger(log).error(new Error('broken'), 'Bootstrap'))).toMatchObject({
      level: 'error',
      context: 'Bootstrap',
      err: { message: 'broken' },
    });
    expect(
      recorded((log) => {
        nestLogger(log).log('Mapped {/x, GET}', 'RouterExplorer');
        nestLogger(log).warn('careful', 'Other');
      }),
    ).toMatchObject({ level: 'warn', msg: 'careful' });
  });
});
