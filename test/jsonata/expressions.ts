import fc from 'fast-check';

/** JSON with few names and values, so that expressions find something in it. */
export const documents: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, '', 'a', 'b-1', '1', true, false, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id'), tie('value'), { maxKeys: 4 }),
    fc.array(fc.record({ id: fc.nat(3), a: tie('value'), b: fc.constantFrom('x', 'y', 1) }), {
      maxLength: 4,
    }),
  ),
})).value;

const operators = '= != < <= > >= and or in & + - * / %'.split(' ');
const sorts = ['', '<', '>'];
const unary = (
  'string number boolean not exists count sum max min average length uppercase trim keys type distinct reverse ' +
  'spread merge abs floor round sqrt lookup append join contains split match replace zip shuffled toMillis ' +
  'fromMillis formatNumber pad substring substringBefore power base64encode encodeUrl error assert clone sort single'
).split(' ');
const callers = ['map', 'filter', 'single', 'reduce', 'each', 'sift', 'sort'];
const lambdas = [
  'function($x) { $x }',
  'function($x, $y) { $x > $y }',
  'function($x, $y, $z) { [$x, $y, $count($z)] }',
  'function($x) { $x.a }',
  'function($x, $y) { $string($x) & $string($y) }',
  'function($x)<n:n> { $x + 1 }',
  'function($x) { $x ? $f($x.a) : $x }',
  'function() { $number("x") }',
  '$string',
  '$count',
  '$f',
  '/a|1/',
  '$substring(?, 1)',
  '$append(?, 1)',
  'function($x, $y) { $x }(?, 2)',
];

/**
 * Expressions of all that the language has, most often of what mappings have. All of them end: what is endless fills
 * the memory with lists that double before the time is over.
 */
export const expressions: fc.Arbitrary<string> = fc.letrec<{ any: string; path: string; step: string }>(
  tie => {
    const any = tie('any');
    const two = fc.tuple(any, any);
    const three = fc.tuple(any, any, any);
    return {
      step: fc.oneof(
        { maxDepth: 3 },
        { weight: 12, arbitrary: fc.constantFrom('.a', '.b', '.c', '.id') },
        { weight: 3, arbitrary: fc.constantFrom('[0]', '[-1]', '[1]', '[]', '.*', '.**', '.$', '[[0, 1]]') },
        { weight: 3, arbitrary: any.map(inner => `[${inner}]`) },
        { weight: 2, arbitrary: any.map(inner => `.(${inner})`) },
        { weight: 2, arbitrary: two.map(([a, b]) => `.{ "a": ${a}, "b": ${b} }`) },
        { weight: 1, arbitrary: two.map(([a, b]) => `.[${a}, ${b}]`) },
        { weight: 1, arbitrary: any.map(inner => `.$string(${inner})`) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constantFrom(...sorts), any).map(([way, term]) => `^(${way}${term})`),
        },
      ),
      path: fc
        .tuple(
          fc.constantFrom('$v', '$w', 'a', 'b', '$', '$$', '$x'),
          fc.array(tie('step'), { maxLength: 4 }),
        )
        .map(([start, steps]) => start + steps.join('')),
      any: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { weight: 10, arbitrary: tie('path') },
        {
          weight: 5,
          arbitrary: fc.constantFrom('1', '0', '-1', '1.5', '"a"', '""', '"1"', 'true', 'null', '[]', '{}'),
        },
        {
          weight: 6,
          arbitrary: fc
            .tuple(any, fc.constantFrom(...operators), any)
            .map(([a, o, b]) => `(${a}) ${o} (${b})`),
        },
        { weight: 2, arbitrary: three.map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`) },
        { weight: 1, arbitrary: two.map(([a, b]) => `((${a}) ? (${b}))`) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(any, fc.constantFrom('?:', '??'), any)
            .map(([a, o, b]) => `((${a}) ${o} (${b}))`),
        },
        { weight: 3, arbitrary: two.map(([a, b]) => `[${a}, ${b}]`) },
        { weight: 1, arbitrary: any.map(a => `[${a}][]`) },
        { weight: 1, arbitrary: two.map(([a, b]) => `[(${a})..(${b})]`) },
        { weight: 3, arbitrary: two.map(([a, b]) => `{ "a": ${a}, "id": ${b} }`) },
        { weight: 1, arbitrary: two.map(([a, b]) => `{ (${a}): ${b} }`) },
        { weight: 1, arbitrary: fc.tuple(tie('path'), two).map(([path, [a, b]]) => `${path}{ ${a}: ${b} }`) },
        { weight: 1, arbitrary: any.map(a => `-(${a})`) },
        { weight: 3, arbitrary: two.map(([a, b]) => `($x := ${a}; ${b})`) },
        { weight: 1, arbitrary: three.map(([a, b, c]) => `((${a}) ? $x := ${b}; ${c})`) },
        {
          weight: 5,
          arbitrary: fc.tuple(fc.constantFrom(...unary), any).map(([name, a]) => `$${name}(${a})`),
        },
        {
          weight: 2,
          arbitrary: fc.tuple(fc.constantFrom(...unary), two).map(([name, [a, b]]) => `$${name}(${a}, ${b})`),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...unary), three)
            .map(([name, abc]) => `$${name}(${abc.join(', ')})`),
        },
        { weight: 1, arbitrary: fc.constantFrom(...unary, ...callers).map(name => `$${name}()`) },
        {
          weight: 3,
          arbitrary: fc
            .tuple(fc.constantFrom(...callers), any, fc.constantFrom(...lambdas))
            .map(([name, a, f]) => `$${name}(${a}, ${f})`),
        },
        {
          weight: 2,
          arbitrary: fc
            .tuple(fc.constantFrom(...callers), two)
            .map(([name, [a, b]]) => `$${name}(${a}, function($x, $i) { ${b} })`),
        },
        {
          weight: 2,
          arbitrary: fc.tuple(any, fc.constantFrom(...lambdas)).map(([a, f]) => `(${a} ~> ${f})`),
        },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constantFrom(...lambdas), any, any).map(([f, a, b]) => `(${f})(${a}, ${b})`),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(any, fc.constantFrom(...lambdas), fc.constantFrom(...lambdas))
            .map(([a, f, g]) => `(${a} ~> (${f} ~> ${g}))`),
        },
        { weight: 2, arbitrary: two.map(([a, b]) => `($g := function($x, $n) { ${b} }; $g(${a}, 1))`) },
        {
          weight: 1,
          arbitrary: two.map(
            ([a, b]) => `($f := function($x) { $count($x) > 1 ? $f($x[0]) : $x }; [${a}, ${b}])`,
          ),
        },
        {
          weight: 1,
          arbitrary: fc.tuple(any, any, any).map(([a, b, c]) => `(${a} ~> |${b}|{ "id": ${c} }, "a"|)`),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom('match', 'contains', 'split'), any)
            .map(([name, a]) => `$${name}($string(${a}), /[a1](b?)/)`),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(any, fc.constantFrom('"$1-$0$$"', 'function($m) { $m.match & "!" }', '""'))
            .map(([a, by]) => `$replace($string(${a}), /a|1/, ${by})`),
        },
      ),
    };
  },
).any;
