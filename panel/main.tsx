import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import './styles.css';
import { queryClient } from './api/queries.ts';
import { start } from './api/session.ts';
import { Announcer } from './parts/shell/announcer.tsx';
import { reloadWhenStale } from './parts/shell/stale-build.ts';
import { router } from './router.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

// Styles that are made in the browser carry the nonce of the page; no other style is let through.
// Mantine asks for it, and react-remove-scroll behind its dialogs takes it from `get-nonce`.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);
reloadWhenStale();
void start();

const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Announcer />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
