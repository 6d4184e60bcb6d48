import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildPanel } from '../src/infrastructure/panel/build-panel.ts';

// Builds the admin panel to where the built program looks for it: `npm run build` and the image.

const root = resolve(import.meta.dirname, '..');
if (existsSync(join(root, 'panel', 'index.html'))) {
  await buildPanel({ root, outDirectory: join(root, 'dist', 'panel') });
}
