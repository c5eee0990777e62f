import { changedDraft, emptyDraft } from './draft';
import { issuesAt, issuesElsewhere, placedIssues } from './issue-places';

const issue = (path: string, accountId: string | null = null) => ({
  path,
  rule: 'x.text.max_weighted_length',
  severity: 'error' as const,
  message: 'Too long.',
  fix: 'Shorten it.',
  source: 'X',
  accountId,
});

const chosen = ['acct_1', 'acct_2'].reduce(
  (draft, accountId) => changedDraft(draft, { type: 'target', accountId, chosen: true }),
  emptyDraft(null),
);

it('tells once what concerns several accounts alike', () => {
  const issues = placedIssues([issue('content.text', 'acct_1'), issue('content.text', 'acct_2')], [], chosen);
  expect(issues).toMatchObject([{ path: 'content.text', accountIds: ['acct_1', 'acct_2'] }]);
});

it('tells at the group’s content what a target has not of its own', () => {
  const own = changedDraft(chosen, { type: 'content', at: 'acct_2', change: { text: 'Mine' } });
  const paths = placedIssues(
    [issue('targets[0].content.text', 'acct_1'), issue('targets[1].content.text', 'acct_2')],
    [],
    own,
  ).map(({ path }) => path);
  expect(paths).toEqual(['content.text', 'targets[1].content.text']);
});

it('finds what belongs to a field, and loses nothing that belongs to none', () => {
  const issues = placedIssues(
    [issue('content.media[0].altText'), issue('content.media[10]')],
    [{ path: 'duplicateWindowSeconds', rule: 'x', message: 'No.' }],
    chosen,
  );
  expect(issuesAt(issues, 'content.media[0]', true)).toHaveLength(1);
  expect(issuesAt(issues, 'content.media[1]', true)).toHaveLength(0);
  expect(issuesElsewhere(issues)).toMatchObject([{ path: 'duplicateWindowSeconds' }]);
});
