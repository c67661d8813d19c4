import { routeMessage } from './route-message.js';

/** The labels of a file of messages, and how right they are where the file says what they should be. */
export interface Interpreted {
  /** `label<TAB>text` for each message, in order. */
  readonly lines: readonly string[];
  /** Accuracy and confusion in words; undefined for a file without labels. */
  readonly report: string | undefined;
}

interface Row {
  readonly text: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * Interprets a file of one message a line: the text, and after a tab the label it should get, if known. Blank lines are left
 * out; there is no header.
 */
export function interpretFile(content: string): Interpreted {
  const rows = content
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line): Row => {
      const [text = '', expected = ''] = line.split('\t');
      return { text, expected: expected.trim(), got: routeMessage(text).label };
    });
  const judged = rows.filter(({ expected }) => expected !== '');
  return {
    lines: rows.map(({ got, text }) => `${got}\t${text}`),
    report: judged.length === 0 ? undefined : report(judged),
  };
}

function report(rows: readonly Row[]): string {
  const right = rows.filter(({ expected, got }) => got === expected);
  const missed = rows.filter(({ expected, got }) => got !== expected);
  const askedAgain = missed.filter(({ got }) => got === 'TIDAK_JELAS');
  const part = (count: number): string => `${count} of ${rows.length} (${((100 * count) / rows.length).toFixed(1)} %)`;
  const confusion = new Map<string, number>();
  for (const { expected, got } of missed) {
    const cell = `${expected} → ${got}`;
    confusion.set(cell, (confusion.get(cell) ?? 0) + 1);
  }
  const perLabel = [...new Set(rows.map(({ expected }) => expected))].sort().map((label) => {
    const all = rows.filter(({ expected }) => expected === label);
    return `  ${label.padEnd(24)} ${all.filter(({ got }) => got === label).length} of ${all.length}`;
  });
  return [
    `right        ${part(right.length)}`,
    `wrong        ${part(missed.length - askedAgain.length)}`,
    `asked again  ${part(askedAgain.length)}`,
    '',
    'right by label',
    ...perLabel,
    '',
    'confusion (expected → got)',
    ...[...confusion]
      .sort(([, one], [, other]) => other - one)
      .map(([cell, count]) => `  ${String(count).padStart(3)}  ${cell}`),
    ...(confusion.size === 0 ? ['  none'] : []),
  ].join('\n');
}
