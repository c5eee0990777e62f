/** What is served, what metrics.md says, and what the dashboard and the alert rules ask for, are the same figures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { MetricsRegistry } from '../src/metrics/registry';
import { createApi } from '../src/http/bootstrap';
import { WorkerModule } from '../src/worker.module';
import { testConfig } from './api-harness';
import { createTestDatabase } from './database';

jest.setTimeout(90_000);

const ROOT = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Labels that Prometheus adds to what it scrapes. */
const SCRAPED = ['job', 'instance'];

/** By name, the labels that the figures of it bear. */
const served = new Map<string, string[]>();
/** The same by the names of its series: those of a histogram are three. */
const series = new Map<string, string[]>();

beforeAll(async () => {
  const database = await createTestDatabase();
  // With a replica to speak of; this one is no standby, so it is never asked.
  const config = testConfig(database.url, { replica: { url: database.url, maxLagSeconds: 5 } });
  const api = await createApi(config);
  const worker = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
  for (const app of [api, worker]) {
    for (const metric of app.get(MetricsRegistry, { strict: false }).getMetricsAsArray()) note(metric);
  }
  await worker.close();
  await api.close();
  await database.drop();
}, 60_000);

function note(metric: object): void {
  const { name, labelNames = [], type } = metric as { name: string; labelNames?: string[]; type: string };
  served.set(name, labelNames);
  if (type !== 'histogram' && type !== 'summary') series.set(name, labelNames);
  else {
    for (const end of ['sum', 'count']) series.set(`${name}_${end}`, labelNames);
    if (type === 'histogram') series.set(`${name}_bucket`, [...labelNames, 'le']);
  }
}

it('serves what metrics.md names, with the labels that it names, and nothing else', () => {
  const rows = [...read('docs/operations/metrics.md').matchAll(/^\| `(postern_\w+)` +\|(.*)$/gm)];
  const documented = new Map(
    rows.map(([, name = '', rest = '']) => {
      const cells = rest.split('|').map((cell) => cell.trim());
      const labels = cells.find((cell) => cell === '' || /^`/.test(cell)) ?? '';
      return [name, [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort()];
    }),
  );
  const own = [...served].filter(([name]) => name.startsWith('postern_'));
  expect(own.length).toBeGreaterThan(25);
  expect(documented).toEqual(new Map(own.map(([name, labels]) => [name, [...labels].sort()])));
});

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; guide: string };
}
const { groups } = parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  title: string;
  type: string;
  targets?: { expr: string; legendFormat: string }[];
}
const dashboard = JSON.parse(read('deploy/grafana/postern.json')) as {
  panels: Panel[];
  annotations: { list: { expr: string }[] };
};
const graphs = dashboard.panels.filter(({ type }) => type !== 'row');
const asked = [
  ...graphs.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...dashboard.annotations.list.map(({ expr }) => ['annotation', expr] as const),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];

describe('the alert rules', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says how bad it is, what is wrong, and what to do',
    (_alert, rule) => {
      expect(['page', 'ticket']).toContain(rule.labels.severity);
      expect(rule.annotations.summary).toMatch(/^[A-Z{].*\.$/);
      const [path = '', heading = ''] = rule.annotations.guide.split('#');
      const headings = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchorOf(text));
      expect(headings).toContain(heading);
    },
  );

  it('leave out nothing that metrics.md says to be woken for, and are known by one name each', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const watched = rules.map(({ expr }) => expr).join(' ');
    for (const name of [
      'workers_alive',
      'scheduler_lag',
      'posts_unknown_oldest',
      'traffic_pauses',
      'database_up',
    ]) {
      expect(watched).toContain(`postern_${name}`);
    }
  });
});

it('has a dashboard of seven rows, each panel with something to show', () => {
  const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
  expect(rows).toEqual([
    'Is it well?',
    'Lateness',
    'Unknown',
    'Upstreams',
    'Webhooks and events',
    'API',
    'Processes',
  ]);
  for (const { targets } of graphs) expect(targets?.length).toBeGreaterThan(0);
});

it.each(asked)('asks of %s only for what is served: %s', (_title, expr) => {
  const { errors, selectors, grouping } = partsOf(expr);
  expect(errors).toEqual([]);
  expect(selectors.length).toBeGreaterThan(0);
  const known = new Set(SCRAPED);
  for (const { metric, labels } of selectors) {
    expect([...series.keys()]).toContain(metric);
    const own = series.get(metric) ?? [];
    expect([...own, ...SCRAPED]).toEqual(expect.arrayContaining(labels));
    for (const label of own) known.add(label);
  }
  for (const label of grouping) expect([...known]).toContain(label);
});

/** What one expression of PromQL selects and groups by. Grafana's own variable is a span of time. */
function partsOf(text: string) {
  const expr = text.replaceAll('$__rate_interval', '5m');
  const selectors: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  const errors: string[] = [];
  let inGrouping = false;
  parser.parse(expr).iterate({
    enter: (node) => {
      const word = expr.slice(node.from, node.to);
      if (node.type.isError) errors.push(`at ${node.from}: ${word}`);
      else if (node.name === 'VectorSelector') selectors.push({ metric: '', labels: [] });
      else if (node.name === 'Identifier' && selectors.at(-1)?.metric === '') selectors.at(-1)!.metric = word;
      else if (node.name === 'GroupingLabels') inGrouping = true;
      else if (node.name === 'LabelName')
        (inGrouping ? grouping : (selectors.at(-1)?.labels ?? [])).push(word);
    },
    leave: (node) => {
      if (node.name === 'GroupingLabels') inGrouping = false;
    },
  });
  return { errors, selectors, grouping };
}

/** As it is made of a heading where Markdown is shown. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/ /g, '-');
}
