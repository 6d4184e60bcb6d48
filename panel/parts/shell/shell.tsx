import { AppShell, Box, Burger, Button, Group, Text } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Icon } from '../page/icons.tsx';
import { at } from '../page/links.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ApiCalls } from './api-calls.tsx';
import { SignInOverlay } from './sign-in-overlay.tsx';
import { useSectionNames, useSections } from './use-sections.ts';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);
const TestClockBar = lazy(() =>
  import('../clock/test-clock-bar.tsx').then((module) => ({ default: module.TestClockBar })),
);

/** The frame of every page of a tenant: navigation, account, the clock of a test tenant. */
export const Shell = () => {
  const { tenant } = useMe();
  const texts = useTexts();
  const menu = useMenu();
  useTestIcon(tenant.mode === 'test');
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !menu.isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#content">
        {texts.common.skipToContent}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger
              opened={menu.isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={texts.operations.menu}
              aria-expanded={menu.isOpen}
            />
            <Text fw={600} truncate>
              {tenant.name}
            </Text>
          </Group>
          <HeaderTools />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="sm"
        aria-label={texts.operations.menu}
        className={menu.isOpen ? '' : 'is-folded'}
      >
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {tenant.mode === 'test' && (
          <Box
            mx="calc(var(--mantine-spacing-md) * -1)"
            mt="calc(var(--mantine-spacing-md) * -1)"
            mb="md"
          >
            <Suspense fallback={<div className="test-bar" />}>
              <TestClockBar />
            </Suspense>
          </Box>
        )}
        <Outlet />
      </AppShell.Main>
      <SignInOverlay />
    </AppShell>
  );
};

/** Whether the navigation is open on a phone. It closes on another page, and by Escape. */
const useMenu = () => {
  const [isOpen, setOpen] = useState(false);
  const place = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => setOpen(false), [place]);
  useHotkeys([['Escape', () => setOpen(false)]]);
  return { isOpen, toggle: () => setOpen((wasOpen) => !wasOpen) };
};

const HeaderTools = () => {
  const texts = useTexts();
  const [isPaletteOpen, palette] = useDisclosure(false);
  const [areCallsOpen, calls] = useDisclosure(false);
  useHotkeys([['mod+K', palette.open]], []);
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        size="xs"
        onClick={palette.open}
        leftSection={<Icon name="search" />}
        rightSection={
          <kbd className="shortcut" aria-hidden="true">
            ⌘K
          </kbd>
        }
        visibleFrom="sm"
      >
        {texts.common.search}
      </Button>
      <Button
        variant="default"
        size="xs"
        px={8}
        onClick={palette.open}
        aria-label={texts.operations.palette}
        hiddenFrom="sm"
      >
        <Icon name="search" />
      </Button>
      <Button
        variant="default"
        size="xs"
        px={8}
        onClick={calls.open}
        aria-label={texts.common.showApiCalls}
      >
        <Icon name="code" />
      </Button>
      <AccountMenu />
      {isPaletteOpen && (
        <Suspense fallback={null}>
          <CommandPalette onClose={palette.close} />
        </Suspense>
      )}
      <ApiCalls isOpen={areCallsOpen} onClose={calls.close} />
    </Group>
  );
};

const Navigation = () => {
  const sections = useSections();
  const names = useSectionNames();
  const texts = useTexts();
  const headings = { developers: texts.operations.developers, settings: texts.operations.settings };
  const groups = (['billing', 'developers', 'settings'] as const).map((group) => ({
    group,
    pages: sections.filter((section) => section.group === group),
  }));
  // A heading above nothing would say that something is missing.
  const filled = groups.filter(({ pages }) => pages.length > 0);
  return filled.map(({ group, pages }) => (
    <Box key={group}>
      {group !== 'billing' && <p className="nav-heading">{headings[group]}</p>}
      {pages.map((section) => {
        const to = section.place === '' ? at() : at(section.place);
        return (
          <Link
            key={section.name}
            to={to}
            className="nav-link"
            activeOptions={{ exact: section.place === '' || section.place === 'settings' }}
          >
            {names[section.name]}
          </Link>
        );
      })}
    </Box>
  ));
};

/** A test tenant has an icon of another colour, so that no tab is taken for the live one. */
const useTestIcon = (isTest: boolean): void => {
  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', isTest ? '/panel/favicon-test.svg' : '/panel/favicon.svg');
  }, [isTest]);
};
