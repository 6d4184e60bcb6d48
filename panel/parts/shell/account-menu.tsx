import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { signOut, useMe } from '../../api/session.ts';
import { goToTenant } from '../../api/tenants.ts';
import { chooseLanguage, useLanguage, useTexts } from '../../texts/catalogue.ts';
import { at } from '../page/links.tsx';
import { AccountButton } from './account-button.tsx';

/**
 * The person, their tenants, the look of the page, and the way out. It opens at once, for it is
 * loaded when it is asked for.
 */
export const AccountMenu = () => {
  const { user, tenant, tenants } = useMe();
  const texts = useTexts();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const language = useLanguage();
  return (
    <Menu position="bottom-end" width={260} defaultOpened>
      <Menu.Target>
        <AccountButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name} · {texts.rights.roles[tenant.role]}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: at('account') })}>
          {texts.account.myAccount}
        </Menu.Item>
        <Menu.Item onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
          {texts.common.colourScheme}
        </Menu.Item>
        <Menu.Item onClick={() => chooseLanguage(language === 'en' ? 'de' : 'en')}>
          {language === 'en' ? 'Deutsch' : 'English'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{texts.account.switchTenant}</Menu.Label>
        {tenants.map(({ id, name }) => (
          <Menu.Item key={id} disabled={id === tenant.id} onClick={() => void goToTenant(id)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void navigate({ to: at('new-tenant') })}>
          {texts.account.newTenant}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{texts.account.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
