import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { LogOut, Moon, Sun, UserRound } from 'lucide-react';
import { useCommand } from '../api/command';
import { signOut, useSession } from '../api/session';
import { useConfirm } from '../components/confirm';
import { Instant } from '../components/instant';
import { texts } from '../texts';

/** Who is signed in, the way out, and the colours. */
export function AccountMenu() {
  const { name, workspace, scopes, expiresAt } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const leave = useCommand({ run: signOut, changes: [] });
  const leaveEverywhere = useLeaveEverywhere(leave.mutate);
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
          <Button variant="default" px="xs" aria-label={name}>
            <UserRound size={18} aria-hidden />
            {/* A phone has no room for it; the menu says it again. */}
            <Text span inherit truncate ml="xs" maw={180} visibleFrom="xs">
              {name}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.signedInAs(name, workspace.name)}</Menu.Label>
          <Menu.Label>
            {words.sessionEnds} <Instant at={expiresAt} relative />
          </Menu.Label>
          <Menu.Label maw={280}>{words.may(scopes.join(', '))}</Menu.Label>
          <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => leave.mutate(false)}>
            {words.signOut}
          </Menu.Item>
          <Menu.Item onClick={() => void leaveEverywhere()}>{words.signOutEverywhere}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

/** Asks first: other browsers may be in the middle of something. */
function useLeaveEverywhere(leave: (everywhere: boolean) => void): () => Promise<void> {
  const ask = useConfirm();
  const words = texts.shell;
  return async () => {
    const { confirmed } = await ask({
      title: words.everywhereTitle,
      consequence: words.everywhereConsequence,
      confirm: words.signOutEverywhere,
    });
    if (confirmed) leave(true);
  };
}
