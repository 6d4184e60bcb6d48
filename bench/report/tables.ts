import type { Route } from '../load/plan.ts';
import type { ServerName } from '../setup/servers.ts';
import type { Findings } from './findings.ts';

/** A table in Markdown; the first columns, `leftColumns` of them, hold words. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  leftColumns = 1,
): string => {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, at) =>
      at < leftColumns ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, at) =>
    at < leftColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
};

/** A number for people, or a dash where there is none. */
export const figure = (value: number | undefined, digits: number): string =>
  value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(0)} %`;

const head = [
  'route',
  'server',
  'req/s',
  '÷ floor',
  'p50 ms',
  'p99 ms',
  '÷ floor',
  'CPU ms/req',
  '÷ floor',
  'its core',
  'PostgreSQL’s core',
  'RSS MB',
];

/** Each route and server, the medians of the rounds. */
export const routeTable = (
  findings: Findings,
  routes: readonly Route[],
  servers: readonly ServerName[],
): string => {
  const rows = routes.flatMap((route) =>
    servers.flatMap((server) => {
      if (findings.median(server, route, 'perSecond') === undefined) return [];
      const row = [
        route,
        server,
        figure(findings.median(server, route, 'perSecond'), 0),
        figure(findings.ratio(server, 'floor', route, 'perSecond'), 2),
        figure(findings.median(server, route, 'p50'), 2),
        figure(findings.median(server, route, 'p99'), 2),
        figure(findings.ratio(server, 'floor', route, 'p99'), 2),
        figure(findings.median(server, route, 'cpuMilliseconds'), 3),
        figure(findings.ratio(server, 'floor', route, 'cpuMilliseconds'), 2),
        percent(findings.median(server, route, 'busy')),
        percent(findings.median(server, route, 'databaseBusy')),
        figure(findings.median(server, route, 'residentMegabytes'), 0),
      ];
      return [row];
    }),
  );
  const footprints = [
    ['RSS after load, MB', 'residentMegabytes'],
    ['start, ms', 'startMilliseconds'],
  ] as const;
  const footprintRows = footprints.flatMap(([name, key]) =>
    servers.map((server) => {
      const value = figure(findings.footprint(server, key), 0);
      return [name, server, value, ...Array.from({ length: head.length - 3 }, () => '')];
    }),
  );
  return table(head, [...rows, ...footprintRows], 2);
};
