import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

/** JSON with few names and values, so that expressions find something in it. */
export const documents: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, 1e21, '', 'a', 'b-1', '1', 'ä😀', true, false, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id'), tie('value'), { maxKeys: 4 }),
    fc.array(fc.record({ id: fc.nat(3), a: tie('value'), b: fc.constantFrom('x', 'y', 1) }), {
      maxLength: 4,
    }),
  ),
})).value;

const words = (text: string): Text => fc.constantFrom(...text.split(' '));

const operator = words('= != < <= > >= and or in & + - * / %');
const defaulting = words('?: ??');
const native =
  'string number boolean not exists count sum max min average length uppercase lowercase trim keys type distinct ' +
  'reverse spread merge abs floor ceil round sqrt lookup append join contains split match replace zip toMillis ' +
  'fromMillis formatNumber formatBase formatInteger parseInteger pad substring substringBefore substringAfter power ' +
  'base64encode base64decode encodeUrl decodeUrlComponent error assert clone sort single shuffled';
const caller = words('map filter single reduce each sift sort');
const anyFunction = words(`${native} map filter single reduce each sift`);
const literal = fc.constantFrom(
  ...[
    '1',
    '0',
    '2',
    '-1',
    '1.5',
    '1e308',
    '"a"',
    '""',
    '"1"',
    '"b-1"',
    '"#,##0.00"',
    'true',
    'null',
    '[]',
    '{}',
  ],
);
const start = words('$v $w a b $ $$ $x $i $l * ** `a` "a"');

/** Functions that are called for each item, among other things. */
const called = fc.constantFrom(
  'function($x) { $x }',
  'function($x, $y) { $x > $y }',
  'function($x, $y, $z) { [$x, $y, $count($z)] }',
  'function($x, $y, $z, $n) { [$x, $y, $z, $count($n)] }',
  'function($x) { $x.a }',
  'function($x, $y) { $string($x) & $string($y) }',
  'function() { $number("x") }',
  'function($x) { $x ? $f($x.a) : $x }',
  'function($x)<n:n> { $x + 1 }',
  'function($x)<s-:s> { $x & "!" }',
  'function($x, $y)<x-n?:x> { [$x, $y] }',
  'function($x)<a<n>:n> { $sum($x) }',
  'function($x)<(sn)-:x> { $x }',
  'function($x)<o:x> { $keys($x) }',
  'function($x, $y)<af:a> { $map($x, $y) }',
  ...[
    '$string',
    '$count',
    '$uppercase',
    '$boolean',
    '$append',
    '$lookup(?, "a")',
    '$f',
    '$h',
    '/a|1/',
    '/(a)|b/i',
  ],
  ...['$substring(?, 1)', '$append(?, 1)', '$f(?, 1)', 'function($x, $y) { $x }(?, 2)', '$map(?, $string)'],
);

const replacement = fc.constantFrom(
  '"$1-$0$$"',
  '"$12"',
  '""',
  'function($m) { $m.match & "!" }',
  '$string',
  '/a/',
);

/**
 * Expressions of all that the language has, most often of what mappings have. All of them end: what is endless fills
 * the memory with lists that double before the time is over.
 */
export const expressions: Text = fc.letrec<{ any: string; path: string; step: string }>(tie => {
  const any = tie('any');
  const path = tie('path');

  /** Text with holes: what fills them is said in their order. */
  const made = (parts: TemplateStringsArray, ...holes: Text[]): Text =>
    fc.tuple(...holes).map(fill => String.raw({ raw: parts }, ...fill));
  const weighted = (weight: number, arbitrary: Text) => ({ weight, arbitrary });

  return {
    step: fc.oneof(
      { maxDepth: 2 },
      weighted(12, words('.a .b .c .id')),
      weighted(3, words('[0] [-1] [1] [] .* .** .$ [[0,1]] .a[] .`b`')),
      weighted(1, words('@$l #$i .a@$l .b#$i .a.%.b .$string() .$uppercase() .$length() .$keys() .$sum(a)')),
      weighted(3, made`[${any}]`),
      weighted(2, made`.(${any})`),
      weighted(2, made`.{ "a": ${any}, "b": ${any} }`),
      weighted(1, made`.[${any}, ${any}]`),
      weighted(1, made`.$${anyFunction}(${any})`),
      weighted(1, made`^(${words('< >')}${any})`),
      weighted(1, made`^(${any}, >${any})`),
    ),
    path: fc
      .tuple(start, fc.array(tie('step'), { maxLength: 4 }))
      .map(([from, steps]) => from + steps.join('')),
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      weighted(12, path),
      weighted(6, literal),
      weighted(6, made`(${any}) ${operator} (${any})`),
      weighted(2, made`((${any}) ? (${any}) : (${any}))`),
      weighted(1, made`((${any}) ? (${any}))`),
      weighted(1, made`((${any}) ${defaulting} (${any}))`),
      weighted(3, made`[${any}, ${any}]`),
      weighted(1, made`[${any}][]`),
      weighted(1, made`(${any})[]`),
      weighted(1, made`(${any})${tie('step')}`),
      weighted(1, made`[${any}, ${any}]${tie('step')}${tie('step')}`),
      weighted(1, made`[(${any})..(${any})]`),
      weighted(3, made`{ "a": ${any}, "id": ${any} }`),
      weighted(1, made`{ (${any}): ${any} }`),
      weighted(1, made`${path}{ ${any}: ${any} }`),
      weighted(1, made`${path}{ b: ${any}, "a": $sum(${any}) }`),
      weighted(1, made`-(${any})`),
      weighted(3, made`($x := ${any}; ${any})`),
      weighted(1, made`((${any}) ? $x := ${any}; ${any})`),
      weighted(1, made`($x := ${any}; $h := function($q) { [$x, ${any}] }; $x := ${any}; $h(${any}))`),
      weighted(5, made`$${anyFunction}(${any})`),
      weighted(2, made`$${anyFunction}(${any}, ${any})`),
      weighted(1, made`$${anyFunction}(${any}, ${any}, ${any})`),
      weighted(1, made`$${anyFunction}()`),
      weighted(3, made`$${caller}(${any}, ${called})`),
      weighted(2, made`$${caller}(${any}, function($x, $i) { ${any} })`),
      weighted(1, made`$reduce(${any}, ${called}, ${any})`),
      weighted(2, made`(${any} ~> ${called})`),
      weighted(1, made`(${any} ~> $${anyFunction}(${any}))`),
      weighted(1, made`(${called}; $f := ${called}; $f(${any}, ${any}))`),
      weighted(1, made`(${any} ~> (${called} ~> ${called}))`),
      weighted(2, made`($g := function($x, $n) { ${any} }; $g(${any}, 1))`),
      weighted(1, made`($f := function($x) { $count($x) > 1 ? $f($x[0]) : $x }; [${any}, ${any}])`),
      weighted(1, made`($f := function($n) { $n > 0 ? ${any} & $f($n - 1) : ${any} }; $f(2))`),
      weighted(1, made`($f := function($n, $s) { $n > 0 ? $f($n - 1, ${any}) : $s }; $f(3, ${any}))`),
      weighted(1, made`(${any} ~> |${any}|{ "id": ${any} }, "a"|)`),
      weighted(1, made`(${any} ~> |${path}|${any}|)`),
      weighted(1, made`$${words('match contains split')}($string(${any}), /[a1](b?)/${words(', 1) , 2) )')}`),
      weighted(1, made`$replace($string(${any}), /a|(1)/, ${replacement})`),
      weighted(1, made`$replace(${any}, "a", ${any}, ${literal})`),
    ),
  };
}).any;
