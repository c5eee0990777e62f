import { Grid, Stack, Tabs } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { texts } from '../../texts';
import { DryRun } from './dry-run';
import { LineEditor, type LineEditorHandle } from './line-editor';
import { ManifestExplanation } from './manifest-explanation';
import { FindingsList } from './findings-list';
import type { ManifestDraft } from './use-manifest-draft';

const words = texts.manifests;

interface ManifestWorkbenchProps {
  draft: ManifestDraft;
  /** Below the text: storing it. */
  storing: ReactNode;
  /** Only of a manifest that is stored. */
  versions?: ReactNode;
}

/** The text, and beside it all that can be known of it before it is used. */
export function ManifestWorkbench({ draft, storing, versions }: ManifestWorkbenchProps) {
  const editor = useRef<LineEditorHandle>(null);
  const { findings } = draft;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack>
          <LineEditor
            label={words.editor}
            description={words.editorHint}
            value={draft.text}
            onChange={draft.setText}
            marks={new Set(findings.map(({ line }) => line))}
            invalid={findings.some(({ severity }) => severity === 'error')}
            handle={editor}
          />
          {storing}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Tabs defaultValue="issues" keepMounted>
          <Tabs.List>
            <Tabs.Tab value="issues">{words.issuesTab(findings.length)}</Tabs.Tab>
            <Tabs.Tab value="explain">{words.tabs.explain}</Tabs.Tab>
            <Tabs.Tab value="dryRun">{words.tabs.dryRun}</Tabs.Tab>
            {versions !== undefined && <Tabs.Tab value="versions">{words.tabs.versions}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="issues" pt="md">
            <FindingsList
              draft={draft}
              onShow={({ place, line }) => editor.current?.show({ ...place, line })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="explain" pt="md">
            <ManifestExplanation draft={draft} />
          </Tabs.Panel>
          <Tabs.Panel value="dryRun" pt="md">
            <DryRun draft={draft} />
          </Tabs.Panel>
          {versions !== undefined && (
            <Tabs.Panel value="versions" pt="md">
              {versions}
            </Tabs.Panel>
          )}
        </Tabs>
      </Grid.Col>
    </Grid>
  );
}
