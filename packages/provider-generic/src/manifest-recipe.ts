/** Whether the parts of a manifest fit together, so that a post can be made, found, read and changed with it. */
import { rootNamesOf } from './expression-names';
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import { registrationIssues } from './manifest-registration';
import type { ChangeOperation, Manifest, PostRowsKind } from './manifest-schema';

export function recipeIssues(manifest: Manifest): ManifestIssue[] {
  return [
    ...readIssues(manifest),
    ...findIssues(manifest),
    ...submissionIssues(manifest),
    ...keyIssues(manifest),
    ...mediaIssues(manifest),
    ...changeIssues('cancelPost', manifest),
    ...changeIssues('reschedulePost', manifest),
    ...registrationIssues(manifest),
  ];
}

function readIssues({ operations, post, statuses }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  if (!operations.getPost && !operations.listPosts) {
    issues.push(recipe('operations', 'Posts can never be read: give getPost, listPosts or both.'));
  }
  const saysStatus = post.status !== undefined || post.groupStatus !== undefined || statuses.rules.length > 0;
  if (!saysStatus) {
    issues.push(recipe('post.status', 'No status can ever be read: give post.status or statuses.rules.'));
  }
  const requested = rowKindsOf(post).some(({ kind }) => kind === 'request');
  if (requested && !operations.getRows) {
    issues.push(recipe('post.rows', 'Rows of a request need operations.getRows.'));
  }
  if (operations.getRows && !requested) {
    issues.push(recipe('operations.getRows', 'Its rows are never read: give post.rows of kind "request".'));
  }
  return issues;
}

function rowKindsOf({ rows = [] }: Manifest['post']): PostRowsKind[] {
  return Array.isArray(rows) ? rows : [rows];
}

function findIssues({ find, operations, post }: Manifest): ManifestIssue[] {
  if (!find) return [];
  const issues: ManifestIssue[] = [];
  if (!operations.listPosts && !operations.findPosts) {
    issues.push(recipe('find', 'Posts are found in a list: give listPosts or findPosts.'));
  }
  if (find.by === 'reference') {
    if (post.echo.reference === undefined) {
      issues.push(recipe('find', 'Posts are found by their reference: give post.echo.reference.'));
    }
    if (!sendsKey(operations)) {
      issues.push(recipe('find', 'Posts are found by their reference: send post.reference with the create.'));
    }
    return issues;
  }
  if (post.echo.text === undefined || post.echo.account === undefined) {
    const message = 'Posts are found by text and account: give post.echo.text and post.echo.account.';
    issues.push(recipe('find', message));
  }
  if (find.createdAt === undefined) {
    issues.push(
      recipe('find.createdAt', 'Posts that are found by content need the time that they were made.'),
    );
  }
  return issues;
}

function submissionIssues({ operations, submission, post, media, errors }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  if (operations.createPost.method === 'GET') {
    issues.push(recipe('operations.createPost.method', 'A create cannot be a GET.'));
  }
  if (submission.targets === 'many' && !post.rows) {
    issues.push(
      recipe('submission.targets', 'Targets that share a call are told apart by rows: give post.rows.'),
    );
  }
  if (errors.mayHoldPost && !post.rows) {
    const message = 'Only rows tell a post in an error from the error itself: give post.rows.';
    issues.push(recipe('errors.mayHoldPost', message));
  }
  if (media.upload?.when === 'draft' && !operations.releasePost) {
    issues.push(recipe('media.upload.when', 'Uploads to a draft need operations.releasePost.'));
  }
  return issues;
}

function keyIssues({ idempotency, operations }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  if (idempotency.kind === 'bodyField' && !sendsKey(operations)) {
    issues.push(recipe('idempotency', 'The create’s body does not hold post.idempotencyKey.'));
  }
  idempotency.replays.forEach((replay, index) => {
    if (replay.by === 'key' && idempotency.kind === 'none') {
      issues.push(
        recipe(`idempotency.replays.${index}.by`, 'Without a key nothing was made by it: say "content".'),
      );
    }
  });
  return issues;
}

function mediaIssues({ media, platforms, operations }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  const carried = Object.values(platforms).some((each) => each.rules.media?.max !== 0);
  const takesFiles = [operations.createPost, ...operations.createPost.variants].some((each) => each.files);
  if (!media.byUrl && !media.upload && !takesFiles && carried) {
    const message = 'Media can be neither fetched by address nor uploaded: give byUrl or upload.';
    issues.push(recipe('media', message));
  }
  if (media.upload && media.upload.when === 'before' && !media.upload.id && !media.upload.url) {
    issues.push(recipe('media.upload', 'The post must name its media: give id or url.'));
  }
  media.upload?.steps.forEach((step, index) => {
    if ((step.path === undefined) === (step.address === undefined)) {
      issues.push(recipe(`media.upload.steps.${index}`, 'Give either path or address.'));
    }
  });
  return issues;
}

function changeIssues(name: 'cancelPost' | 'reschedulePost', { operations }: Manifest): ManifestIssue[] {
  const operation: ChangeOperation | undefined = operations[name];
  if (!operation) return [];
  const place = `operations.${name}`;
  const issues: ManifestIssue[] = [];
  if (operation.reads && !operations.getPost) {
    issues.push(recipe(`${place}.reads`, 'What replaces the whole post must see it: give getPost.'));
  }
  if (operation.via && Object.keys(operation.via.match).length === 0) {
    issues.push(recipe(`${place}.via.match`, 'Say by what the row is the post’s own.'));
  }
  return issues;
}

/** Whether every form of the create tells the key, by either of its names, as far as its parts show. */
function sendsKey({ createPost }: Manifest['operations']): boolean {
  return [createPost, ...createPost.variants].every((each) => {
    const { body, query, headers, path } = { ...createPost, ...each };
    // In an expression the name may stand apart from `post`, as in `targets.{ 'ref': reference }`.
    const texts = [JSON.stringify([query ?? {}, headers ?? {}, path]), ...[body ?? ''].flat()];
    const isNamed = texts.some((text) => /idempotencyKey|(?<!account\.)\breference\b/.test(text));
    return isNamed || wholePost(body);
  });
}

function wholePost(body: Parameters<typeof rootNamesOf>[0] | undefined): boolean {
  return body !== undefined && rootNamesOf(body).some(({ root, key }) => root === 'post' && key === null);
}

function recipe(path: string, message: string): ManifestIssue {
  return manifestIssue('manifest.recipe', path, message);
}
