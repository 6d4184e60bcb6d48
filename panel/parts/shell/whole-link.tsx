import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { tokenInUrl } from './link-token.ts';

/** A page that a link in a mail leads to. Where its token was cut off, it says so. */
export const WholeLink = ({ children }: { readonly children: ReactNode }) => {
  const { account } = useTexts();
  return tokenInUrl() === '' ? <Text role="alert">{account.linkCut}</Text> : children;
};
