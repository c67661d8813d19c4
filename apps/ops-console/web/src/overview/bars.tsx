import { Group, Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { List } from '../parts/list.js';
import { useSpeech } from '../words/language.js';

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
}

/** Dark enough on white (3 : 1 and more), and told apart by those who see fewer colours. */
export const colours = {
  blue: '#1f5fa8',
  orange: '#b35900',
  green: '#2d7a4b',
  purple: '#7a3e9d',
  grey: '#5c6675',
  /** The longer, the darker. */
  ages: ['#4f93c9', '#1f5fa8', '#c07a00', '#b04a12', '#7d1717'],
} as const;

const rowHeight = 26;
/** Two lines of a name beside its bar. */
const mostOfLabel = 38;

/**
 * Bars with the same figures as a table: the picture is for the eye, the sentence and the table for everybody.
 * @param rows one bar each; `label` names it, the other keys are the series'
 */
export function Bars({
  title,
  says,
  rows,
  series,
  isStacked = false,
  isLying = false,
  figure = String,
  axis = figure,
  most,
}: {
  readonly title: string;
  /** What the picture shows, in one sentence. */
  readonly says: ReactNode;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly series: readonly Series[];
  readonly isStacked?: boolean;
  /** Bars from left to right, for names that are long or many. */
  readonly isLying?: boolean;
  /** How a figure is written. */
  readonly figure?: (value: number) => string;
  /** How it is written beside the axis, where there is less room. */
  readonly axis?: (value: number) => string;
  /** Where the axis ends. */
  readonly most?: number;
}) {
  const { say } = useSpeech();
  const id = useId();
  const written = (value: unknown) => (typeof value === 'number' ? figure(value) : '—');
  const height = isLying ? rows.length * (isStacked ? rowHeight : rowHeight + 12 * (series.length - 1)) + 50 : 240;
  const values = {
    type: 'number',
    tickFormatter: (value: number) => axis(value),
    domain: [0, most ?? 'auto'],
  } as const;
  const names = { type: 'category', dataKey: 'label', interval: 0, tick: { fontSize: 12, fill: '#20262e' } } as const;
  return (
    <figure aria-labelledby={id} className="chart">
      <figcaption id={id}>{title}</figcaption>
      <Text size="sm">{says}</Text>
      {rows.length > 0 && (
        <>
          <div aria-hidden="true">
            <Group gap="md" my={4}>
              {series.map(({ key, name, colour }) => (
                <Text key={key} size="xs" span>
                  <svg width="12" height="12" viewBox="0 0 12 12">
                    <rect width="12" height="12" fill={colour} />
                  </svg>{' '}
                  {name}
                </Text>
              ))}
            </Group>
            <ResponsiveContainer width="100%" height={height}>
              <BarChart
                data={[...rows]}
                layout={isLying ? 'vertical' : 'horizontal'}
                accessibilityLayer={false}
                margin={{ top: 4, right: 12, bottom: 4, left: 4 }}
              >
                <CartesianGrid stroke="#d5dbe3" horizontal={!isLying} vertical={isLying} />
                {isLying ? (
                  <>
                    <XAxis {...values} />
                    <YAxis {...names} width={150} tickFormatter={shortened} />
                  </>
                ) : (
                  <>
                    <XAxis {...names} interval="preserveStartEnd" />
                    <YAxis {...values} width={56} />
                  </>
                )}
                <Tooltip formatter={(value) => written(value)} isAnimationActive={false} cursor={{ fill: '#eef1f5' }} />
                {series.map(({ key, name, colour }) => (
                  <Bar
                    key={key}
                    dataKey={key}
                    name={name}
                    fill={colour}
                    stroke="#fff"
                    {...(isStacked ? { stackId: 'all' } : {})}
                    isAnimationActive={false}
                  />
                ))}
              </BarChart>
            </ResponsiveContainer>
          </div>
          <details>
            <summary>{say('Lihat sebagai tabel', 'Show as a table')}</summary>
            <List
              label={title}
              heads={['', ...series.map(({ name }) => name)]}
              rows={rows.map((row) => ({
                key: String(row['label']),
                cells: [row['label'], ...series.map(({ key }) => written(row[key]))],
              }))}
            />
          </details>
        </>
      )}
    </figure>
  );
}

function shortened(name: string): string {
  return name.length > mostOfLabel ? `${name.slice(0, mostOfLabel - 1)}…` : name;
}
