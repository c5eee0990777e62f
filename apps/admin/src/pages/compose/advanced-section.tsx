import { Accordion, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { fieldError } from './issue-lines';
import { issuesAt } from './issue-places';

const words = texts.compose.advanced;

/** What most posts do without. */
export function AdvancedSection() {
  const { draft, change, issues, isEdit } = useEditor();
  const set = (
    settings: Partial<Pick<typeof draft, 'clientReference' | 'maxLatenessMinutes' | 'metadata'>>,
  ) => change({ type: 'settings', change: settings });
  return (
    <Accordion order={2} variant="contained">
      <Accordion.Item value="advanced">
        <Accordion.Control>{words.title}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <NumberInput
              label={words.lateness}
              description={isEdit ? words.latenessEdit : words.latenessHint}
              allowDecimal={false}
              allowNegative={false}
              hideControls
              value={draft.maxLatenessMinutes}
              error={fieldError(issuesAt(issues, 'maxLatenessSeconds'))}
              onChange={(value) => set({ maxLatenessMinutes: String(value) })}
            />
            <TextInput
              label={words.reference}
              description={words.referenceHint}
              maxLength={255}
              value={draft.clientReference}
              error={fieldError(issuesAt(issues, 'clientReference'))}
              onChange={(event) => set({ clientReference: event.currentTarget.value })}
            />
            <Textarea
              label={words.metadata}
              description={words.metadataHint}
              autosize
              minRows={2}
              maxRows={12}
              value={draft.metadata}
              error={fieldError(issuesAt(issues, 'metadata', true))}
              onChange={(event) => set({ metadata: event.currentTarget.value })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
