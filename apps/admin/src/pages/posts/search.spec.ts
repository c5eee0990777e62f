import { bulkFilterOf } from './bulk-filter';
import { chipsOf, filterOf, inView, validatePostsSearch, withFilter, without } from './search';

describe('the search of the posts page', () => {
  it('takes the API’s names, one value or several, and drops what is no text', () => {
    expect(
      validatePostsSearch({ status: 'failed', clientReference: 42, errorCode: ['TIMEOUT', 'TIMEOUT'] }),
    ).toEqual({
      status: ['failed'],
      clientReference: '42',
      errorCode: ['TIMEOUT'],
    });
    expect(validatePostsSearch({ status: [{}, ''], provider: { a: 1 }, view: 'else', other: 'x' })).toEqual(
      {},
    );
  });

  it('keeps words that the API does not know, for the API to refuse', () => {
    expect(filterOf(validatePostsSearch({ status: 'nonsense' }))).toEqual({ status: ['nonsense'] });
  });

  it('asks a list for what its operation takes alone', () => {
    const search = validatePostsSearch({ groupId: 'pg_1', errorCode: 'TIMEOUT', platform: 'x' });
    expect(filterOf(search)).toEqual({ platform: 'x' });
    expect(filterOf({ ...search, view: 'posts' })).toEqual({
      platform: 'x',
      groupId: 'pg_1',
      errorCode: ['TIMEOUT'],
    });
  });

  it('has a chip for each value, and goes to the first page where one is removed', () => {
    const search = validatePostsSearch({
      view: 'posts',
      status: ['failed', 'unknown'],
      platform: 'x',
      cursor: 'c',
    });
    expect(chipsOf(search)).toEqual([
      { name: 'status', value: 'failed' },
      { name: 'status', value: 'unknown' },
      { name: 'platform', value: 'x' },
    ]);
    expect(without(search, { name: 'status', value: 'failed' })).toEqual({
      view: 'posts',
      status: ['unknown'],
      platform: 'x',
    });
    expect(without(search, { name: 'platform', value: 'x' })).toEqual({
      view: 'posts',
      status: ['failed', 'unknown'],
    });
    expect(withFilter({ ...search, sort: 'dueAt' }, { provider: 'layers' })).toEqual({
      view: 'posts',
      sort: 'dueAt',
      provider: 'layers',
    });
  });

  it('leaves to the other view what that knows', () => {
    const groups = validatePostsSearch({
      status: ['partially_published', 'failed'],
      platform: 'x',
      cursor: 'c',
    });
    expect(inView(groups, 'posts')).toEqual({ view: 'posts', status: ['failed'], platform: 'x' });
    expect(inView({ view: 'posts', errorCode: ['TIMEOUT'], sort: 'dueAt' }, 'groups')).toEqual({
      sort: 'dueAt',
    });
  });
});

describe('a retry of all that match', () => {
  it('is offered for failed posts, by what the operation can be told', () => {
    expect(bulkFilterOf({ view: 'posts' })).toBeNull();
    expect(bulkFilterOf({ status: ['failed'] })).toBeNull();
    expect(
      bulkFilterOf({ view: 'posts', status: ['failed'], accountId: 'acct_1', errorCode: ['TIMEOUT'] }),
    ).toEqual({
      filter: { accountId: 'acct_1', errorCode: ['TIMEOUT'] },
    });
    expect(bulkFilterOf({ view: 'posts', status: ['failed'], groupId: 'pg_1', platform: 'x' })).toEqual({
      beyond: ['groupId'],
    });
  });
});
