import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The server writes a fresh nonce in the place of this text on every request. */
const noncePlaceholder = 'CSP-NONCE';

// The panel is files that the server serves below /panel/. `npm run dev:panel` serves them while
// they are worked on, and sends what is for the API to the server of `npm start`.
export default defineConfig({
  root: import.meta.dirname,
  base: '/panel/',
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  html: { cspNonce: noncePlaceholder },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
  build: {
    outDir: join(import.meta.dirname, '../dist/panel'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The sizes of the files are judged by `npm run bench:panel`.
    reportCompressedSize: false,
    manifest: true,
    target: 'es2023',
  },
});
