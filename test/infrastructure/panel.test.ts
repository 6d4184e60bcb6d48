import { existsSync } from 'node:fs';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildPanel } from '#infrastructure/panel/build-panel.ts';
import type { OpenedPanel } from '#infrastructure/panel/open-panel.ts';
import { openPanel } from '#infrastructure/panel/open-panel.ts';
import { temporaryDirectory, writeFiles } from '../support/panel-build.ts';

// A project with a panel of one page, built by the real Vite.

const modules = resolve(import.meta.dirname, '../../node_modules');
const sources = {
  'package.json': '{ "type": "module" }',
  'src/domain/money.ts': "export const currency: string = 'EUR';\n",
  'panel/vite.config.js':
    "export default { base: '/panel/', html: { cspNonce: 'N' }, build: { outDir: '../dist' } };\n",
  'panel/index.html':
    '<html><head></head><body><script type="module" src="./main.ts"></script></body></html>\n',
  'panel/main.ts': `import { currency } from '../src/domain/money.ts';
document.body.append(currency, process.env.NODE_ENV, ${JSON.stringify('text '.repeat(400))});
`,
};

let root = '';
let remove: () => Promise<void>;
let lines: string[] = [];
const line = (facts: object, message: string): void => {
  lines.push(`${message} ${'err' in facts ? String(facts.err) : ''}`);
};
const log = { info: line, error: line };

beforeEach(async () => {
  ({ directory: root, remove } = await temporaryDirectory('panel-sources'));
  await writeFiles(root, sources);
  await symlink(modules, join(root, 'node_modules'));
  lines = [];
});
afterEach(() => remove());

const open = (): OpenedPanel => {
  const panel = openPanel(log, { root, isSource: true });
  if (panel === undefined) throw new Error('There is a panel.');
  return panel;
};

/** Starts as `serve` does, and waits for how it ends. */
const settled = async (panel: OpenedPanel) => {
  panel.begin();
  for (let time = 0; panel.state().kind === 'building' && time < 600; time += 1) await delay(50);
  return panel.state();
};

const directoryOf = async (panel: OpenedPanel): Promise<string> => {
  const state = await settled(panel);
  if (state.kind !== 'ready') throw new Error(lines.join('\n'));
  return state.directory;
};

describe('a start from the sources', () => {
  test('builds the panel once, beside itself, and finds it at the next start', async () => {
    const panel = open();
    panel.begin();
    expect(panel.state()).toEqual({ kind: 'building' });
    const directory = await directoryOf(panel);
    const again = await directoryOf(open());

    expect(again).toBe(directory);
    expect(lines).toEqual(['the admin panel is built ']);
    expect(await readdir(join(root, '.cache/panel'))).toHaveLength(1);
    expect(await readFile(join(directory, 'index.html'), 'utf8')).toContain('nonce="N"');
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });

  test.each(['panel/main.ts', 'src/domain/money.ts', 'package-lock.json'])(
    'builds it anew when %s changes',
    async (changed) => {
      const before = await directoryOf(open());
      const text = `${(sources as Record<string, string>)[changed] ?? ''}// Changed.\n`;
      await writeFiles(root, { [changed]: text });

      expect(await directoryOf(open())).not.toBe(before);
    },
  );

  test('makes the same as a build for production, packed, whatever is set here', async () => {
    process.env['VITE_SECRET'] = 'not for browsers';
    const directory = await directoryOf(open());
    delete process.env['VITE_SECRET'];

    const [name = ''] = await readdir(join(directory, 'assets'));
    const packed = await readFile(join(directory, 'assets', `${name}.gz`));
    const text = gunzipSync(packed).toString();
    expect(text).toBe(await readFile(join(directory, 'assets', name), 'utf8'));
    expect(existsSync(join(directory, 'assets', `${name}.br`))).toBe(true);
    expect(text).toContain('production');
    expect(text).not.toContain('not for browsers');
  });

  test('of two at once leaves one whole build', async () => {
    const directories = await Promise.all([directoryOf(open()), directoryOf(open())]);

    expect(new Set(directories).size).toBe(1);
    expect(await readdir(join(root, '.cache/panel'))).toHaveLength(1);
  });

  test('goes on without a panel that cannot be built, and says why', async () => {
    await writeFiles(root, { 'panel/main.ts': "import './nowhere.ts';\n" });

    expect(await settled(open())).toEqual({ kind: 'failed' });
    expect(lines.join()).toMatch(/could not be built.*nowhere/s);
    expect(await readdir(join(root, '.cache/panel'))).toEqual([]);
  });

  test('that is stopped stops the build, without a word', async () => {
    const panel = open();
    panel.begin();
    await delay(100);

    await panel.stop();

    expect(panel.state()).toEqual({ kind: 'failed' });
    expect(lines).toEqual([]);
    expect(await readdir(join(root, '.cache/panel'))).toEqual([]);
  });

  test('has no panel where there are no sources of one, or no Vite', async () => {
    const { directory: empty, remove: removeEmpty } = await temporaryDirectory('no-panel');
    const unbuilt = openPanel(log, { root: empty, isSource: true });
    const { 'panel/main.ts': main, 'panel/index.html': page } = sources;
    await writeFiles(empty, { 'panel/main.ts': main, 'panel/index.html': page });
    const withoutVite = openPanel(log, { root: empty, isSource: true });
    await removeEmpty();

    expect([unbuilt, withoutVite]).toEqual([undefined, undefined]);
  });
});

describe('a start of what was built', () => {
  test('takes the panel that was built along with it, and builds none', async () => {
    expect(openPanel(log, { root, isSource: false })).toBeUndefined();
    const outDirectory = join(root, 'dist/panel');
    await buildPanel({ root, outDirectory });

    const panel = openPanel(log, { root, isSource: false });
    panel?.begin();
    await panel?.stop();

    expect(panel?.state()).toEqual({ kind: 'ready', directory: outDirectory });
    expect(existsSync(join(root, '.cache'))).toBe(false);
  });
});
