import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../scripts/runtime.mjs';

/** Dashboards and alerts are files beside the code: what they ask for must be what the code says. */
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.includes('node_modules'))
    .map((name) => read(join(folder, name))),
);
const metrics = new Set(sources.flatMap((text) => text.match(/(?<=')loket_[a-z_]+(?=')/g) ?? []));

/** What Prometheus, the Node process and RabbitMQ 4 name themselves. */
const foreign = new Set([
  'up',
  'process_resident_memory_bytes',
  'rabbitmq_detailed_queue_messages_ready',
  'rabbitmq_detailed_queue_consumers',
  'rabbitmq_alarms_memory_used_watermark',
  'rabbitmq_alarms_free_disk_space_watermark',
]);

function unknownIn(expr: string): string[] {
  const names = expr.match(/\b(?:loket|rabbitmq|process|nodejs)_[a-z_]+\b/g) ?? [];
  return names.filter(
    (name) => !foreign.has(name) && !metrics.has(name) && !metrics.has(name.replace(/_(?:bucket|count|sum)$/, '')),
  );
}

interface Alerts {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string; runbook: string } }[] }[];
}
const alerts = (parse(read('infra/prometheus/alerts.yaml')) as Alerts).groups.flatMap((group) => group.rules);

describe('alerts', () => {
  it.each(alerts)('$alert asks for metrics that are there, and its section of the runbook is too', (alert) => {
    expect(unknownIn(alert.expr)).toEqual([]);
    const anchors = [...read('docs/runbook.md').matchAll(/^#{2,3} (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const [page, anchor] = alert.annotations.runbook.split('#');
    expect(page).toBe('docs/runbook.md');
    expect(anchors).toContain(anchor);
  });
});

describe('the runbook', () => {
  it('has a test for each section, in docs/faults.md', () => {
    const sections = [...read('docs/runbook.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    const [, table = ''] = read('docs/faults.md').split('## The runbook, tried');
    const tried = [...table.matchAll(/^\| ([A-Z].+?) \| `(.+?)` \|$/gm)].map(([, title, file = '']) => ({
      title,
      file,
    }));
    expect(tried.map(({ title }) => title)).toEqual(sections);
    expect(tried.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('dashboards', () => {
  interface Dashboard {
    panels: { title: string; targets?: { expr: string }[]; gridPos: { x: number; w: number } }[];
  }
  const files = readdirSync(join(root, 'infra/grafana/dashboards'));
  it.each(files)('%s asks for metrics that are there', (file) => {
    const { panels } = JSON.parse(read(`infra/grafana/dashboards/${file}`)) as Dashboard;
    const asked = panels.flatMap((panel) => panel.targets?.map((target) => target.expr) ?? []);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.flatMap(unknownIn)).toEqual([]);
  });
});

describe('Prometheus and the collector', () => {
  it('ask and feed the addresses that Compose gives', () => {
    const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, unknown> };
    const text = read('infra/prometheus/prometheus.yaml') + read('infra/otel/collector.yaml');
    const hosts = [...text.matchAll(/(?:http:\/\/|['\s-] ?)([a-z][a-z-]+):\d{4,5}\b/g)].map(([, host = '']) => host);
    expect(hosts.length).toBeGreaterThan(8);
    expect(hosts.filter((host) => !(host in compose.services))).toEqual([]);
  });
});
