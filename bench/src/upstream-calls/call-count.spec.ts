import { callsPerPost } from './call-count';

it('counts the calls of one upstream, by operation and a post', () => {
  const call = (operation: string | null, method: string, upstream: 'postpost' | 'postato' = 'postpost') => ({
    ...{ upstream, operation, method },
  });
  const requests = [
    call('postpost.create-post', 'POST'),
    call('postpost.create-post', 'POST'),
    call('postpost.list', 'GET'),
    call(null, 'GET'),
    call('postato.create', 'POST', 'postato'),
  ];
  expect(callsPerPost(requests, 'postpost', 2)).toEqual({
    upstream: 'postpost',
    posts: 2,
    writes: 1,
    reads: 1,
    operations: [
      { name: 'create-post', each: 1 },
      { name: 'list', each: 0.5 },
      { name: 'GET', each: 0.5 },
    ],
  });
});
