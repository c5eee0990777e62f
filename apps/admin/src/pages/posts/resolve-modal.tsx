import {
  Button,
  Group,
  Modal,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Post, type ResolveOrder, ValidationError } from '@postern/client';
import { platformName } from '@postern/core';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';
import { ErrorNotice } from './error-notice';
import { PostPreview } from './post-preview';
import { Timeline } from './timeline';

const words = texts.postDetails.resolve;

interface ResolveModalProps {
  post: Post;
  opened: boolean;
  onClose: () => void;
}

/** A person says what became of a post of which nobody knows: the evidence on one side, the question on the other. */
export function ResolveModal({ post, opened, onClose }: ResolveModalProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size="80rem">
      {opened && (
        <Stack>
          <Text size="sm">{words.hint}</Text>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Evidence post={post} />
            <Question post={post} onClose={onClose} />
          </SimpleGrid>
        </Stack>
      )}
    </Modal>
  );
}

function Evidence({ post }: { post: Post }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={3} size="h5">
        {words.evidence}
      </Title>
      {post.error !== null && <ErrorNotice error={post.error} />}
      <Text size="sm">{words.look(post.handle ?? post.accountId, platformName(post.platform))}</Text>
      <PostPreview post={post} />
      <Timeline postId={post.id} opened />
    </Stack>
  );
}

type Values = {
  outcome: ResolveOrder['outcome'] | '';
  platformPostId: string;
  platformPostUrl: string;
  note: string;
};

function Question({ post, onClose }: Omit<ResolveModalProps, 'opened'>) {
  const form = useForm<Values>({
    initialValues: { outcome: '', platformPostId: '', platformPostUrl: '', note: '' },
    validate: {
      outcome: (outcome) => (outcome === '' ? words.outcomeMissing : null),
      platformPostUrl: (url, { outcome }) =>
        outcome === 'published' && url.trim() !== '' && !/^https?:\/\/[^\s]+$/i.test(url.trim())
          ? words.badUrl
          : null,
      note: (note) => (note.trim() === '' ? words.noteMissing : null),
    },
  });
  const resolve = useCommand({
    run: (order: ResolveOrder) => postern.posts.resolve(post.id, order),
    changes: ['groups', 'posts', 'stats'],
    done: () => words.done,
    onDone: onClose,
    quiet: true,
  });
  const submit = form.onSubmit((values) =>
    resolve.mutate(orderOf(values), {
      onError: (error) => {
        if (error instanceof ValidationError)
          form.setErrors(Object.fromEntries(error.issues.map(({ path, message }) => [path, message])));
      },
    }),
  );
  const published = form.values.outcome === 'published';
  return (
    <form onSubmit={submit} noValidate>
      <Stack component="section" gap="sm">
        <Title order={3} size="h5">
          {words.question}
        </Title>
        <Radio.Group label={words.outcome} required {...form.getInputProps('outcome')}>
          <Stack gap="sm" mt={4} mb={4}>
            <Radio value="published" label={words.published} description={words.publishedConsequence} />
            <Radio
              value="not_published"
              label={words.notPublished}
              description={words.notPublishedConsequence}
            />
          </Stack>
        </Radio.Group>
        {published && (
          <>
            <TextInput
              label={words.platformPostUrl}
              type="url"
              maxLength={4096}
              {...form.getInputProps('platformPostUrl')}
            />
            <TextInput
              label={words.platformPostId}
              maxLength={500}
              {...form.getInputProps('platformPostId')}
            />
          </>
        )}
        <Textarea
          label={words.note}
          description={words.noteHint}
          required
          maxLength={5000}
          autosize
          minRows={3}
          {...form.getInputProps('note')}
        />
        {resolve.isError && <ProblemNotice error={resolve.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.common.keep}
          </Button>
          <Button type="submit" loading={resolve.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function orderOf({ outcome, platformPostId, platformPostUrl, note }: Values): ResolveOrder {
  const told = { note: note.trim() };
  if (outcome !== 'published') return { outcome: 'not_published', ...told };
  return {
    outcome,
    platformPostId: platformPostId.trim() || null,
    platformPostUrl: platformPostUrl.trim() || null,
    ...told,
  };
}
