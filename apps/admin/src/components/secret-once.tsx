import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { texts } from '../texts';

interface SecretOnceProps {
  /** `null` closes it. */
  secret: string | null;
  title: string;
  /** What it opens, and where to put it. */
  hint: string;
  onClose: () => void;
}

/** A secret that is shown this once: a click beside the window does not lose it. */
export function SecretOnce({ secret, title, hint, onClose }: SecretOnceProps) {
  return (
    <Modal opened={secret !== null} onClose={onClose} title={title} centered closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">{hint}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Alert variant="default">{texts.common.shownOnce}</Alert>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? texts.common.copied : texts.common.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{texts.common.haveIt}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
