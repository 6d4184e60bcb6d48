import { Box, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useSession } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { AppLink } from './links.tsx';

interface PageProps {
  readonly title: string;
  readonly badge?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly parent?: { readonly to: string; readonly label: string };
  readonly actions?: ReactNode;
  /** Whether the heading is to change yet: all that stands beside and below it waits for it. */
  readonly isWaiting?: boolean;
  /** A form is as wide as one reads; a list takes all there is. */
  readonly isForm?: boolean;
  readonly children: ReactNode;
}

/** A page: its heading, which gets the focus when one comes here, its actions and its content. */
export const Page = (props: PageProps) => {
  const { title, badge, subtitle, parent, actions, isForm = false, children } = props;
  const { isWaiting = false } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Stack gap="lg" maw={isForm ? 640 : 1200} className="page">
      <Stack gap={4} className={isWaiting ? 'waiting' : ''}>
        {parent !== undefined && <AppLink to={parent.to}>← {parent.label}</AppLink>}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box miw={0}>
            <Group gap="sm">
              <Title order={1} ref={heading} tabIndex={-1}>
                {title}
              </Title>
              {!isWaiting && badge}
            </Group>
            {subtitle !== undefined && (
              <Text size="sm" c="dimmed" component="div">
                {subtitle}
              </Text>
            )}
          </Box>
          <Group gap="xs" className="no-print">
            {!isWaiting && actions}
          </Group>
        </Group>
      </Stack>
      {children}
    </Stack>
  );
};

/** The parts of a page, of which each waits for the place that those above it take. */
export const Sections = ({ children }: { readonly children: ReactNode }) => (
  <Stack gap="xl" className="sections">
    {children}
  </Stack>
);

/** A part of a page, with a heading of its own. */
export const Section = ({
  title,
  text,
  actions,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) => (
  <Stack component="section" gap="sm">
    <Group justify="space-between" gap="sm">
      <Title order={2}>{title}</Title>
      {actions}
    </Group>
    {text !== undefined && (
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    )}
    {children}
  </Stack>
);

const useTitle = (title: string): void => {
  const session = useSession();
  const texts = useTexts();
  const tenant = session.kind === 'signedIn' ? session.me.tenant : undefined;
  const mark = tenant?.mode === 'test' ? `${texts.operations.testBadge} ` : '';
  useEffect(() => {
    document.title = `${mark}${title} · ${tenant?.name ?? texts.common.product}`;
  }, [title, tenant?.name, mark, texts]);
};
