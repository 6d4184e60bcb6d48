import { Box, Button, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { chooseLanguage, useLanguage, useTexts } from '../../texts/catalogue.ts';
import { Page } from '../page/page.tsx';

interface EntryFrameProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

/** The frame of the pages before somebody is signed in. */
export const EntryFrame = ({ title, text, children }: EntryFrameProps) => {
  const language = useLanguage();
  const texts = useTexts();
  return (
    <Box component="main" maw={460} mx="auto" px="md" py="xl">
      <Group justify="space-between" mb="lg">
        <Text fw={600}>{texts.common.product}</Text>
        <Button
          variant="default"
          size="xs"
          lang={language === 'en' ? 'de' : 'en'}
          onClick={() => chooseLanguage(language === 'en' ? 'de' : 'en')}
        >
          {language === 'en' ? 'Deutsch' : 'English'}
        </Button>
      </Group>
      <Paper withBorder p="lg">
        <Page title={title} isForm {...(text === undefined ? {} : { subtitle: text })}>
          <div>{children}</div>
        </Page>
      </Paper>
    </Box>
  );
};
