import { AppShell, Box, Burger, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useMe, useSession } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { at } from '../page/links.tsx';
import { HeaderTools } from './header-tools.tsx';
import { loadSignInOverlay, useEver, useLoadedSoon } from './loaded-later.ts';
import { useSectionNames, useSections } from './use-sections.ts';

const TestClockBar = lazy(() =>
  import('../clock/test-clock-bar.tsx').then((module) => ({ default: module.TestClockBar })),
);

const SignInOverlay = lazy(loadSignInOverlay);

/** The frame of every page of a tenant: navigation, account, the clock of a test tenant. */
export const Shell = () => {
  const { tenant } = useMe();
  const texts = useTexts();
  const menu = useMenu();
  const hasExpired = useEver(useSession().kind === 'expired');
  useLoadedSoon();
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
      {hasExpired && (
        <Suspense fallback={null}>
          <SignInOverlay />
        </Suspense>
      )}
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
