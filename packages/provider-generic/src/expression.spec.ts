import { ExpressionError, Expressions } from './expression';
import { evaluateInPlace } from './expression-in-place';

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

  it('know their own names', async () => {
    const source =
      '($twice := function($n) { $n * 2 }; $map(items, function($each, $at) { $twice($each) + $at }))';
    expect(await evaluate(source, { items: [1, 2] })).toEqual([2, 5]);
    expect(await evaluate('items#$at.{ "at": $at, "value": $ }', { items: ['a'] })).toEqual({
      at: 0,
      value: 'a',
    });
  });

  it('name what is probably meant', () => {
    expect(() => expressions.compile('$lowercas(text)', 'here')).toThrow('did you mean $lowercase?');
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
    ['a pattern made of text', "$toMillis('1', '[f1][f1][f1]')"],
    ['a change in place', "$ ~> |post|{'text': 'changed'}|"],
    ['the chain of prototypes', 'post.__proto__.x'],
    ['the chain of prototypes by text', "$lookup(post, 'constructor')"],
    ['what nobody bound', '$process'],
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
    for (const name of ['process', 'require', 'globalThis']) {
      expect(await evaluate(`${name}.${name}`)).toBeUndefined();
    }
    expect(await evaluate("$lookup($, 'const' & 'ructor')", {})).toBeUndefined();
    expect(await evaluate("{ '__pro' & 'to__': { 'polluted': true } }")).toBeDefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('leave the event loop free, and end what outgrows its memory without harm to others', async () => {
    const grow = '($f := function($n, $t) { $n = 0 ? $length($t) : $f($n - 1, $t & $t) }; $f(29, "x"))';
    const slow = '($f := function($n) { $n = 0 ? 0 : $f($n - 1) }; $f(1000000))';
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const [grown, slowed, fine] = await Promise.allSettled([
      evaluate(grow),
      evaluate(slow),
      evaluate('1 + 1'),
    ]);
    clearInterval(ticking);
    expect([grown.status, slowed.status]).toEqual(['rejected', 'rejected']);
    expect(fine).toEqual({ status: 'fulfilled', value: 2 });
    expect(ticks).toBeGreaterThan(10);
    expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
  });

  it('answer a crowd each its own, also where one among them has to be ended', async () => {
    const endless = '$string([1..9000].([1..9000]))';
    const crowd = Array.from({ length: 200 }, (_, n) =>
      evaluate(`items[${n % 7}] & '-${n}'`, { items: ['a', 'b'] }),
    );
    const [ended, ...answers] = await Promise.allSettled([evaluate(endless), ...crowd]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { isTransient: true } });
    expect(answers.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual(
      Array.from({ length: 200 }, (_, n) => `${['a', 'b'][n % 7] ?? ''}-${n}`),
    );
  });

  it('wait for each other without a deadline where they were reviewed', async () => {
    const shipped = new Expressions(evaluateInPlace);
    const source = '$sum([1..400].($ * 2))';
    const crowd = Array.from({ length: 100 }, () => shipped.evaluate(source, 'here', {}));
    expect(new Set(await Promise.all(crowd))).toEqual(new Set([160_400]));
  });
});
