import { AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useCan } from '../api/session';
import { texts } from '../texts';
import { AccountMenu } from './account-menu';
import { LiveMark } from './live-mark';
import { DESTINATIONS } from './navigation';
import classes from './frame.module.css';

/** Header and navigation around every page. */
export function Frame() {
  const [opened, menu] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const can = useCan();
  const words = texts.shell;
  const { close } = menu;
  // On a phone the menu covers the page that was just asked for.
  useEffect(() => close(), [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className={classes.skip} href="#content">
        {words.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: 'xs', xs: 'md' }} gap="xs" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? words.closeMenu : words.openMenu}
            />
            <Text fw={700}>{texts.common.product}</Text>
            <LiveMark />
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="xs"
        className={classes.navbar}
        mod={{ closed: !opened }}
        aria-label={words.navigation}
      >
        <ScrollArea>
          {DESTINATIONS.filter(({ scope }) => can(scope)).map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              renderRoot={(props) => <Link to={to} {...props} />}
              label={label}
              leftSection={<Icon size={18} aria-hidden />}
              active={isWithin(path, to)}
              aria-current={isWithin(path, to) ? 'page' : undefined}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

const isWithin = (path: string, to: string) => path === to || (to !== '/' && path.startsWith(`${to}/`));
