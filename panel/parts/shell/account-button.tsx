import type { ButtonProps } from '@mantine/core';
import { Button } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Icon } from '../page/icons.tsx';

/** The button of who is signed in. */
export const AccountButton = (props: ButtonProps & ComponentProps<'button'>) => {
  const { user } = useMe();
  const { account } = useTexts();
  return (
    <Button
      variant="default"
      size="xs"
      px={8}
      aria-label={`${account.myAccount}: ${user.name}`}
      {...props}
    >
      <Icon name="person" />
    </Button>
  );
};
