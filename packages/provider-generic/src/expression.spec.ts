import { ExpressionError, Expressions } from './expression';

const expressions = new Expressions();
const evaluate = (source: string | string[], input = {}) => expressions.evaluate(source, 'here', input);

describe('expressions', () => {
  it('see plain JSON and give plain JSON', async () => {
    const result = await evaluate("{ 'a': post.parts.text, 'none': post.absent }", {
      post: { parts: [{ text: 'one' }, { text: 'two' }] },
    });
    expect(result).toEqual({ a: ['one', 'two'] });
    expect(Object.getOwnPropertyNames((result as { a: string[] }).a)).toEqual(['0', '1', 'length']);
  });

  it('join lines', async () => {
    expect(await evaluate(['(', '$a := 1;', '$a + 1', ')'])).toBe(2);
  });

  it('find nothing without failing', async () => {
    expect(await evaluate('nothing.here')).toBeUndefined();
  });

  it('cannot change what they are given', async () => {
    const input = { post: { text: 'kept' } };
    await evaluate("$ ~> |post|{'text': 'changed'}|", input);
    expect(input).toEqual({ post: { text: 'kept' } });
  });

  it('are true only where they say true', async () => {
    expect(await expressions.isTrue('status = 1', 'here', { status: 1 })).toBe(true);
    expect(await expressions.isTrue("'yes'", 'here', {})).toBe(false);
  });

  it.each([
    ['syntax', "{ 'a': "],
    ['a regular expression', '$match(text, /(a+)+$/)'],
    ['a hidden regular expression', "[1].{ 'x': function($s) { $s ~> /a/ } }"],
    ['$eval', "$eval('1')"],
    ['chance', '$random()'],
    ['the clock', '$now()'],
    ['padding to any length', "$pad('', 100000000)"],
  ])('refuse %s before running', (_name, source) => {
    const compile = () => expressions.compile(source, 'operations.createPost.body');
    expect(compile).toThrow(ExpressionError);
    expect(compile).toThrow(/^operations\.createPost\.body: /);
  });

  it.each([
    ['deep recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(0))'],
    ['endless tail recursion', '($f := function($n) { $f($n + 1) }; $f(0))'],
    ['a huge range', '[1..100000000]'],
    ['a huge product', '[1..9000].([1..9000])'],
    [
      'a huge text',
      "($s := 'xxxxxxxxxxxxxxxxxxxx'; $f := function($n, $t) { $n = 0 ? $t : $f($n - 1, $t & $t) }; $f(20, $s))",
    ],
    ['a thrown error', "$error('no')"],
    ['a function as result', 'function($x) { $x }'],
    ['a wrong type', "1 + 'a'"],
  ])('end %s with an error that names the place', async (_name, source) => {
    const started = Date.now();
    await expect(evaluate(source)).rejects.toMatchObject({ name: 'ExpressionError', place: 'here' });
    expect(Date.now() - started).toBeLessThan(8_000);
  });

  it('reach nothing outside', async () => {
    for (const name of ['process', 'require', 'globalThis', 'constructor', '__proto__']) {
      expect(await evaluate(`$${name}`)).toBeUndefined();
      expect(await evaluate(`${name}.${name}`)).toBeUndefined();
    }
  });
});
