import { Button, Group } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { Icon } from '../page/icons.tsx';
import { AccountButton } from './account-button.tsx';
import { loadAccountMenu, loadApiCalls, loadPalette, useEver } from './loaded-later.ts';

const CommandPalette = lazy(loadPalette);
const ApiCalls = lazy(loadApiCalls);
const AccountMenu = lazy(loadAccountMenu);

/** The tools at the top of each page: the search, the calls that were made, and the account. */
export const HeaderTools = () => {
  const texts = useTexts();
  const [isPaletteOpen, palette] = useDisclosure(false);
  const [areCallsOpen, calls] = useDisclosure(false);
  const wereCallsOpen = useEver(areCallsOpen);
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
      <AccountTool />
      {isPaletteOpen && (
        <Suspense fallback={null}>
          <CommandPalette onClose={palette.close} />
        </Suspense>
      )}
      {wereCallsOpen && (
        <Suspense fallback={null}>
          <ApiCalls isOpen={areCallsOpen} onClose={calls.close} />
        </Suspense>
      )}
    </Group>
  );
};

/** The button of the account. The first click on it brings its menu, and opens that. */
const AccountTool = () => {
  const [isAsked, { open }] = useDisclosure(false);
  if (!isAsked) return <AccountButton onClick={open} aria-haspopup="menu" aria-expanded={false} />;
  return (
    <Suspense fallback={<AccountButton aria-haspopup="menu" aria-expanded={false} />}>
      <AccountMenu />
    </Suspense>
  );
};
