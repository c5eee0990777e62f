import {
  ActionIcon,
  Button,
  Group,
  Menu,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { LogOut, Moon, Sun, UserRound } from 'lucide-react';
import { useCommand } from '../api/command';
import { signOut, useSession } from '../api/session';
import { texts } from '../texts';

/** Who is signed in, the way out, and the colours. */
export function AccountMenu() {
  const { name, workspace } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const leave = useCommand({ run: signOut, changes: [] });
  const words = texts.shell;
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={dark ? words.toLight : words.toDark}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" leftSection={<UserRound size={18} aria-hidden />} maw={220}>
            {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.signedInAs(name, workspace.name)}</Menu.Label>
          <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => leave.mutate()}>
            {words.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
