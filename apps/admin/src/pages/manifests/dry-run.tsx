import {
  Badge,
  Button,
  Card,
  Code,
  Group,
  List,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ManifestTrial, TrialRequest, TryManifest } from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { JsonBlock } from '../../components/json-block';
import { NoPermission, ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';
import { isStatus, jsonObject, trialBody, type TrialValues } from './trial-body';
import type { ManifestDraft } from './use-manifest-draft';

const words = texts.manifests;

const OPERATIONS = Object.entries(words.trialOperations).map(([value, label]) => ({ value, label }));

/** What would be sent; nothing is. */
export function DryRun({ draft: { manifest } }: { draft: ManifestDraft }) {
  const command = useCommand<TryManifest, ManifestTrial>({
    run: (body) => postern.manifests.try(body),
    changes: [],
    quiet: true,
  });
  const form = useForm<TrialValues>({
    initialValues: {
      operation: 'createPost',
      text: words.trialDefaultText,
      platform: '',
      account: '',
      credentials: '',
      replyStatus: '',
      replyBody: '',
    },
    validate: {
      credentials: (text) => (text.trim() === '' || jsonObject(text) !== null ? null : words.badJson),
      replyStatus: (text) => (isStatus(text) ? null : words.badStatus),
    },
  });
  if (!useCan()('connections:write'))
    return <NoPermission detail={texts.common.needsScope('connections:write')} />;
  const submit = form.onSubmit((values) => {
    if (manifest !== null) command.mutate(trialBody(manifest, values));
  });
  const isWebhook = form.values.operation === 'webhook';
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm">{words.dryRunHint}</Text>
        <Select
          label={words.trialOperation}
          data={OPERATIONS}
          allowDeselect={false}
          {...form.getInputProps('operation')}
        />
        {!isWebhook && (
          <>
            <TextInput label={words.trialText} {...form.getInputProps('text')} />
            <Group grow align="flex-start">
              <TextInput
                label={words.trialPlatform}
                description={words.trialPlatformHint}
                {...form.getInputProps('platform')}
              />
              <TextInput
                label={words.trialAccount}
                description={words.trialAccountHint}
                {...form.getInputProps('account')}
              />
            </Group>
          </>
        )}
        <Textarea
          label={words.trialCredentials}
          description={words.trialCredentialsHint}
          autosize
          minRows={2}
          spellCheck={false}
          {...form.getInputProps('credentials')}
        />
        {!isWebhook && (
          <TextInput
            label={words.trialReplyStatus}
            description={words.trialReplyStatusHint}
            inputMode="numeric"
            maw={280}
            {...form.getInputProps('replyStatus')}
          />
        )}
        <Textarea
          label={isWebhook ? words.trialWebhookBody : words.trialReplyBody}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          {...form.getInputProps('replyBody')}
        />
        <Group>
          <Button type="submit" variant="default" loading={command.isPending} disabled={manifest === null}>
            {words.tryIt}
          </Button>
        </Group>
        {command.isError && <ProblemNotice error={command.error} />}
        {command.data !== undefined && !command.isPending && <Outcome trial={command.data} />}
      </Stack>
    </form>
  );
}

function Outcome({ trial: { requests, reading, problems } }: { trial: ManifestTrial }) {
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {words.requests(requests.length)}
      </Text>
      {problems.length > 0 && (
        <section>
          <Title order={2} size="h5">
            {words.problems}
          </Title>
          <List size="sm">
            {problems.map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
        </section>
      )}
      {requests.map((request, index) => (
        <Request key={index} number={index + 1} request={request} />
      ))}
      {reading !== null && (
        <section>
          <Title order={2} size="h5" mb={4}>
            {words.reading}
          </Title>
          <JsonBlock label={words.reading} value={reading} />
        </section>
      )}
    </Stack>
  );
}

function Request({ number, request }: { number: number; request: TrialRequest }) {
  const { method, url, headers, body } = request;
  return (
    <Card withBorder component="section" aria-label={words.request(number)}>
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Badge variant="default" style={{ flexShrink: 0 }}>
            {method}
          </Badge>
          <Code style={{ overflowWrap: 'anywhere', background: 'transparent' }}>{url}</Code>
        </Group>
        <JsonBlock label={`${words.request(number)}: ${words.headers}`} value={headers} maxHeight={160} />
        {body !== null && <JsonBlock label={`${words.request(number)}: ${words.body}`} value={body} />}
      </Stack>
    </Card>
  );
}
