import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { instantOf } from '#domain/shared/time.ts';
import { MemoryEventPositions } from '#infrastructure/memory/events/memory-event-positions.ts';
import { MemoryJobs } from '#infrastructure/memory/memory-jobs.ts';
import { MemoryOverdueDeliveries } from '#infrastructure/memory/memory-overdue-deliveries.ts';
import { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { Metrics } from '#infrastructure/telemetry/metrics.ts';

const read = (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The labels of each metric that Prometheus reads of an instance with some work behind it. */
const exposed = async (): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const store = new MemoryStore(new UuidV7Ids());
  const now = () => instantOf(0);
  const jobs = new MemoryJobs(store, now);
  const overdueDeliveries = new MemoryOverdueDeliveries(store, now);
  const positions = new MemoryEventPositions(store);
  const pool = () => ({ total: 2, idle: 1, waiting: 0 });
  const metrics = new Metrics({ pool, jobs, overdueDeliveries, positions });
  metrics.watch([{ subscriber: 'webhooks' }]);
  metrics.countSubscriberFailure('webhooks');
  metrics.observe({ method: 'GET', route: '/v1/plans', status: 200, seconds: 0.01 });
  metrics.countJobFailure('webhook-delivery');
  metrics.countWatchFailure('alerts');
  metrics.countUsage({ accepted: 1, duplicates: 0, refused: 0 });
  metrics.countCancelledUsage({ cancelled: 1, duplicates: 0, refused: 0 });
  const labels = new Map<string, Set<string>>();
  for (const line of (await metrics.text()).split('\n')) {
    const [, kept, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    // A collection of garbage may not have come yet: of histograms the names are known before.
    const endings = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    if (kept !== undefined) for (const ending of endings) labels.set(kept + ending, new Set());
    const [, name = '', given = ''] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    for (const [, label = ''] of given.matchAll(/(\w+)="/g)) labels.get(name)?.add(label);
  }
  labels.get('nodejs_gc_duration_seconds_sum')?.add('kind');
  return labels;
};

// Metrics that Prometheus adds itself.
const ofScrape = ['job', 'instance'];
const words = ['and', 'or', 'unless', 'bool', 'offset'];
const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

interface Asked {
  readonly metrics: readonly string[];
  /** Of all metrics of the query. */
  readonly labels: readonly string[];
}

/** The metrics that a PromQL expression asks for. */
const askedIn = (expression: string): Asked => {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const grouped = [...bare.matchAll(grouping)].flatMap(([, list = '']) => list.split(','));
  const matched = [...bare.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*""/g)].map(([, name = '']) => name);
  const rest = bare.replaceAll(grouping, ' ').replaceAll(/\{[^}]*\}/g, '');
  const names = [...rest.matchAll(/\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g)].map(String);
  return {
    metrics: names.filter((name) => !words.includes(name)),
    labels: [...grouped, ...matched].map((name) => name.trim()),
  };
};

/** The metrics that an expression asks for and that there are not. */
const faultsOf = (
  expression: string,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] => {
  const { metrics, labels } = askedIn(expression);
  if (metrics.length === 0) return [`no metric: ${expression}`];
  const missing = metrics.filter((name) => !known.has(name));
  const has = (label: string): boolean =>
    ofScrape.includes(label) || metrics.every((name) => known.get(name)?.has(label) === true);
  const unlabelled = missing.length > 0 ? [] : labels.filter((label) => !has(label));
  return [...missing, ...unlabelled.map((label) => `${metrics.join()}: ${label}`)];
};

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly datasource: { uid: string } }[];
}

interface Dashboard {
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: string | { readonly query: string };
    }[];
  };
}

const dashboard = async () =>
  JSON.parse(await read('deploy/grafana/billing-service.json')) as Dashboard;

/** `label_values(metric{…}, label)` */
const metricOf = (variable: string): string =>
  /^label_values\((.*), \w+\)$/.exec(variable)?.[1] ?? variable;

describe('the dashboard', () => {
  test('asks for metrics and labels that there are, and for no others', async () => {
    const { panels, templating } = await dashboard();
    const known = await exposed();
    const drawn = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const chosen = templating.list.flatMap(({ query }) =>
      typeof query === 'string' ? [] : [metricOf(query.query)],
    );

    expect(drawn.length).toBeGreaterThan(10);
    expect([...drawn, ...chosen].flatMap((each) => faultsOf(each, known))).toEqual([]);
  });

  test('draws every metric of billing', async () => {
    const text = await read('deploy/grafana/billing-service.json');
    const ours = [...(await exposed()).keys()].filter((name) => /^(billing|http)_/.test(name));

    const undrawn = ours.filter((name) => !text.includes(name.replace(/_(sum|bucket)$/, '')));
    expect(ours).toHaveLength(17);
    expect(undrawn).toEqual([]);
  });

  test('asks whichever Prometheus is chosen', async () => {
    const { panels, templating } = await dashboard();
    const charts = panels.filter(({ type }) => type !== 'row');
    const sources = charts.flatMap(({ datasource, targets = [] }) => [
      datasource?.uid,
      ...targets.map((target) => target.datasource.uid),
    ]);
    const [first] = templating.list;

    expect(first).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    expect([...new Set(sources)].map((uid) => uid?.replace(/^\$/, ''))).toEqual(['{datasource}']);
  });
});

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: { readonly summary: string; readonly runbook: string };
    }[];
  }[];
}

const rules = async () => {
  const { groups } = parse(await read('deploy/prometheus/alerts.yml')) as Alerts;
  return groups.flatMap((group) => group.rules);
};

describe('the alerts', () => {
  test('ask for metrics and labels that there are, and for no others', async () => {
    const known = await exposed();
    const expressions = (await rules()).map(({ expr }) => expr);

    expect(expressions.length).toBeGreaterThan(5);
    expect(expressions.flatMap((each) => faultsOf(each, known))).toEqual([]);
  });

  test('lead to a heading of the runbook that there is', async () => {
    const runbook = await read('docs/runbook.md');
    const headings = [...runbook.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );

    const links = (await rules()).map(({ annotations }) => annotations.runbook);
    const known = headings.map((heading) => `docs/runbook.md#${heading}`);
    expect(links.filter((link) => !known.includes(link))).toEqual([]);
  });
});

describe('what is asked for', () => {
  test.each([
    ['sum by (queue) (billing_queue_lag{job="x"}) > 1', ['billing_queue_lag']],
    ['rate(http_request_duration_seconds[5m])', ['http_request_duration_seconds']],
    ['billing_queue_jobs{kind="dead"}', ['billing_queue_jobs: kind']],
    [
      'sum by (path) (http_request_duration_seconds_sum)',
      ['http_request_duration_seconds_sum: path'],
    ],
    ['vector(1)', ['no metric: vector(1)']],
  ])('is found out when there is no such thing: %s', async (expression, faults) => {
    expect(faultsOf(expression, await exposed())).toEqual(faults);
  });
});
