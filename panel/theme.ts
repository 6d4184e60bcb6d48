import type { CSSVariablesResolver } from '@mantine/core';
import { createTheme } from '@mantine/core';

/**
 * The look, once. Mantine's own greys and its shade 6 fail WCAG AA (4.5:1 for text) on white; these
 * pass in both schemes, which the browser tests measure on every page.
 */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566070',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-anchor': '#1b5fb4',
    '--mantine-color-error': '#b42318',
    '--panel-muted': '#f6f7f9',
    '--panel-line': '#e3e6ea',
    '--panel-good': '#17683a',
    '--panel-warning': '#8a5a00',
    '--panel-bad': '#b42318',
    '--panel-neutral': '#4a5361',
    '--panel-test': '#fff4d6',
  },
  dark: {
    '--mantine-color-dimmed': '#a9b1bd',
    '--mantine-color-placeholder': '#9aa2ae',
    '--mantine-color-anchor': '#86b7fe',
    '--mantine-color-error': '#ff9d94',
    '--panel-muted': '#26282c',
    '--panel-line': '#3a3d43',
    '--panel-good': '#6fd39a',
    '--panel-warning': '#f2c14b',
    '--panel-bad': '#ff9d94',
    '--panel-neutral': '#b9c0ca',
    '--panel-test': '#3b3113',
  },
});
