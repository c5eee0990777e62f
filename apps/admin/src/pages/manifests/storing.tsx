import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type Manifest, ValidationError } from '@postern/client';
import { type ReactNode, useState } from 'react';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { CommandProblem } from '../../components/command-problem';
import { texts } from '../../texts';
import { asManifestIssues } from './manifest-findings';
import type { ManifestDraft } from './use-manifest-draft';

const words = texts.manifests;
const LONGEST_NOTES = 2_000;

interface StoringProps {
  draft: ManifestDraft;
  label: string;
  store: (manifest: Record<string, unknown>, notes: string | null) => Promise<Manifest>;
  done: (stored: Manifest) => string;
  onStored: (stored: Manifest) => void;
  /** Another version was stored meanwhile: said here, where it matters. */
  notice?: ReactNode;
}

/** Stores the text with a note on it. What the gateway refuses is shown in the text. */
export function Storing({ draft, label, store, done, onStored, notice }: StoringProps) {
  const [notes, setNotes] = useState('');
  const command = useCommand<Record<string, unknown>, Manifest>({
    run: (manifest) => store(manifest, notes.trim() === '' ? null : notes.trim()),
    changes: ['manifests', 'providers', 'connections'],
    quiet: true,
    done,
    onDone: (stored) => {
      setNotes('');
      onStored(stored);
    },
  });
  if (!useCan()('connections:write')) return null;
  const { manifest, state } = draft;
  const isWrong = state.kind === 'no_json' || (state.kind === 'checked' && !state.valid);
  const refused = command.error instanceof ValidationError;
  return (
    <Stack gap="sm">
      <TextInput
        label={words.notes}
        description={words.notesHint}
        maxLength={LONGEST_NOTES}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {notice}
      {command.isError && !refused && <CommandProblem error={command.error} />}
      {refused && isWrong && (
        <Alert role="alert" variant="default" title={words.notSaved}>
          {words.notYet}
        </Alert>
      )}
      <Group>
        <Button
          loading={command.isPending}
          disabled={manifest === null}
          onClick={() => {
            if (manifest === null) return;
            command.mutate(manifest, {
              onError: (error) => {
                if (error instanceof ValidationError) draft.refuse(asManifestIssues(error.issues));
              },
            });
          }}
        >
          {label}
        </Button>
        {isWrong && <Text size="sm">{words.notYet}</Text>}
      </Group>
    </Stack>
  );
}
