import { expect, refused, until } from './walk.mjs';

const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Media, groups and posts, from a draft to what became of it. */
export async function walkContent(walk, postern, place) {
  const picture = await walkMedia(walk, postern, place);
  const group = await walkPublishing(walk, postern, place, picture);
  await walkPlans(walk, postern, place);
  await walkImports(walk, postern, place);
  await walkFailures(walk, postern, place);
  await walkEvents(walk, postern, group);
}

async function walkMedia(walk, postern, { samples }) {
  const step = walk.step.bind(walk);
  walk.chapter('Media');
  const bytes = await (await fetch(`${samples}/a.jpg`)).blob();
  const picture = await step('a picture, uploaded', () => postern.media.upload(bytes, { filename: 'a.jpg' }));
  expect(picture.contentType === 'image/jpeg' && picture.width > 0, 'its measures are known');
  const fetched = await step('another one, fetched from its address', () =>
    postern.media.fromUrl(`${samples}/a.jpg`),
  );
  await step('what is known of it', () => postern.media.get(fetched.id));
  await step('deleted', () => postern.media.delete(fetched.id));
  return picture;
}

async function walkPublishing(walk, postern, { on }, picture) {
  const step = walk.step.bind(walk);
  walk.chapter('Publishing');
  const body = {
    content: {
      text: 'A walk through Postern',
      media: [{ mediaId: picture.id, altText: 'A sample picture' }],
    },
    targets: [{ accountId: on('postpost', 'threads') }, { accountId: on('postato', 'linkedin') }],
    clientReference: 'walk/1',
  };
  await step('is it within the rules of every platform?', async () => {
    expect((await postern.postGroups.validate(body)).valid, 'it is');
  });
  await step('one that is not says which rule, where, and what to do', async () => {
    const long = { ...body, content: { text: 'x'.repeat(100_000) } };
    const { valid, issues } = await postern.postGroups.validate(long);
    expect(!valid && issues.every(({ rule, fix }) => rule && fix), 'rules and fixes are named');
  });
  const draft = await step('a draft', () => postern.postGroups.create({ ...body, draft: true }));
  const edited = await step('edited, if it is still as it was read', () =>
    postern.postGroups.update(draft.id, { clientReference: 'walk/edited' }, { ifMatch: draft.version }),
  );
  await step('which a second writer is told', () =>
    refused(
      () => postern.postGroups.update(draft.id, { metadata: { lost: true } }, { ifMatch: draft.version }),
      'ConflictError',
    ),
  );
  await step('published', () => postern.postGroups.publish(edited.id));
  const final = await step('waited for', () => postern.waitUntilFinal(draft.id, { timeoutMs: 90_000 }));
  expect(final.status === 'published', `it is ${final.status}, which should be published`);
  await step('read', () => postern.postGroups.get(draft.id));
  await step('found by the reference that it was given', async () => {
    const found = await postern.postGroups.list({ clientReference: 'walk/edited' }).toArray();
    expect(found.length === 1, 'there is one');
  });
  await step('its posts', async () => {
    expect(
      (await postern.posts.list({ groupId: draft.id, limit: 1 }).toArray()).length === 2,
      'there are two',
    );
  });
  await step('one of them', () => postern.posts.get(final.posts[0].id));
  await step('all that happened to it, with evidence', () =>
    postern.posts.timeline(final.posts[0].id).toArray(),
  );
  await step('the day in figures', async () => {
    const { throughput } = await postern.stats.overview();
    expect(
      throughput.some(({ published }) => published > 0),
      'what was published is counted',
    );
  });
  await step('and how late posts started', async () => {
    const { overall } = await postern.stats.punctuality({ hours: 1 });
    expect(overall.posts > 0 && overall.neverStarted === 0, 'all of them started');
  });
  return final;
}

async function walkPlans(walk, postern, { on }) {
  const step = walk.step.bind(walk);
  walk.chapter('Plans that change');
  const group = await step('for tomorrow, to two accounts', () =>
    postern.postGroups.create({
      content: { text: 'Tomorrow' },
      targets: [{ accountId: on('postpost', 'threads') }, { accountId: on('postpost', 'linkedin') }],
      scheduledAt: inHours(24),
    }),
  );
  const [first, second] = group.posts;
  await step('all of it a day later', () =>
    postern.postGroups.reschedule(group.id, { scheduledAt: inHours(48) }),
  );
  await step('one post another day later', () =>
    postern.posts.reschedule(first.id, { scheduledAt: inHours(72) }),
  );
  await step('that one canceled', () => postern.posts.cancel(first.id, { reason: 'walk' }));
  await step('the rest canceled', () => postern.postGroups.cancel(group.id, { reason: 'walk' }));
  const canceled = await postern.waitUntilFinal(group.id, { timeoutMs: 60_000 });
  expect(
    canceled.status === 'canceled' && canceled.posts.some(({ id }) => id === second.id),
    'all are canceled',
  );
}

async function walkFailures(walk, postern, { on, postatoId }) {
  const step = walk.step.bind(walk);
  walk.chapter('What can go wrong');
  const failing = await step('three posts that the network will refuse', () =>
    postern.postGroups.create({
      content: { text: 'Refused #fail-auth' },
      targets: ['threads', 'linkedin', 'mastodon'].map((platform) => ({
        accountId: on('postpost', platform),
      })),
    }),
  );
  const failed = () => postern.waitUntilFinal(failing.id, { timeoutMs: 90_000 });
  const { posts } = await failed();
  expect(
    posts.every(({ error }) => error.code === 'AUTH_EXPIRED' && error.remedy),
    'each says why, and what to do',
  );
  await step('one tried again', () => postern.posts.retry(posts[0].id, { force: true }));
  await failed();
  await step('all of the group', () => postern.postGroups.retry(failing.id, { force: true }));
  await failed();
  await step('all of an account, by filter', () =>
    postern.posts.bulkRetry({
      filter: { errorCode: ['AUTH_EXPIRED'], accountId: posts[0].accountId },
      force: true,
    }),
  );
  await failed();
  const stuck = await step('one that never comes to an end', () =>
    postern.postGroups.create({
      content: { text: 'Stuck #stuck' },
      targets: [{ accountId: on('postato', 'linkedin') }],
    }),
  );
  const [{ id }] = stuck.posts;
  await until(
    () => postern.posts.get(id),
    ({ status }) => status === 'publishing',
  );
  await step('its connection deleted: nobody can ask any more', () =>
    postern.connections.delete(postatoId, { force: 'true' }),
  );
  await until(
    () => postern.posts.get(id),
    ({ status }) => status === 'unknown',
  );
  const resolved = await step('so a person says what became of it', () =>
    postern.posts.resolve(id, { outcome: 'published', note: 'Seen on the network.' }),
  );
  expect(resolved.status === 'published', 'which counts');
}

async function walkEvents(walk, postern, group) {
  const step = walk.step.bind(walk);
  walk.chapter('Events');
  const completed = ({ type, data }) =>
    type === 'post_group.completed' && JSON.stringify(data).includes(group.id);
  await step('the whole log', async () => {
    const events = await postern.events.list().toArray();
    expect(events.filter(completed).length === 1, 'the published group was completed once');
  });
  await step('the same, as a stream from its beginning', async () => {
    for await (const event of postern.events.stream(
      {},
      { lastEventId: '0', signal: AbortSignal.timeout(30_000) },
    )) {
      if (completed(event)) break;
    }
  });
}

async function walkImports(walk, postern, { on }) {
  const step = walk.step.bind(walk);
  walk.chapter('Tables');
  const csv = [
    'text,accounts,draft,client_reference',
    `From a table,${on('postpost', 'threads')},yes,walk/table`,
    'For nobody,x:@nobody,yes,',
  ].join('\n');
  await step('what a table would become', async () => {
    const { counts, rows } = await postern.imports.create({ csv, dryRun: true });
    expect(counts.valid === 1 && counts.invalid === 1, 'one row is good');
    expect(
      rows[1].row === 3 && rows[1].issues[0].column === 'accounts',
      'the other one says where it is not',
    );
  });
  const { id } = await step('imported', () => postern.imports.create({ csv, name: 'walk.csv' }));
  await step('until each row has had its turn', () =>
    until(
      () => postern.imports.get(id),
      ({ status }) => status === 'done',
    ),
  );
  await step('what became of its rows', async () => {
    const [good, bad] = await postern.imports.rows(id).toArray();
    expect(good.groupId !== null && bad.result === 'invalid', 'there is one group');
  });
  await step('imports, newest first', async () => {
    expect((await postern.imports.list().toArray())[0].id === id, 'it is there');
  });
}
