import { describe, expect, it } from 'vitest';
import { compiled, interpreted } from './both.js';

const input = {
  loans: [
    { book: 1, member: 'ann', days: [3, 4] },
    { book: 2, member: 'bob', days: [5] },
    { book: 1, member: 'eve', days: [] },
  ],
  books: [
    { id: 1, title: 'one' },
    { id: 2, title: 'two', parts: [{ n: 1 }, { n: 2 }] },
  ],
  empty: [],
};

/** A path whose steps bind names means what it means in the interpreter. */
describe('a path that binds names to its items', () => {
  it.each([
    'loans@$l.books[id = $l.book].{ "who": $l.member, "title": title }',
    'loans@$l.books@$b[$l.book = $b.id].($l.member & $b.title)',
    'loans#$i.{ "at": $i, "who": member }',
    'loans#$i[$i > 0].member',
    'loans[book = 1]#$i.($i & member)',
    'loans[book = 1]#$i[$i = 1].member',
    'loans[1]#$i.$i',
    'loans#$i[-1].$i',
    'loans#$i[[0, 2]].$i',
    'loans.days#$i.[$i, $]',
    'loans#$i.days#$k.[$i, $k]',
    'loans@$l#$i.[$i, $l.member]',
    'loans^(>member)#$i.($i & member)',
    'loans#$i^(>member).($i & member)',
    'loans#$i^(>$i).member',
    'loans^(member)#$i[$i = 0].member',
    '$^(member)#$i.$i',
    'loans@$l.books[id = $l.book]{ title: $l.member }',
    'loans@$l{ "a": $l.member, "b": $.book }',
    'loans[0]@$l{ "a": member, "b": $l.member, "c": $ }',
    'loans#$i{ member: $i }',
    'loans#$i^(member){ member: $i }',
    'empty#$i{ "a": $i }',
    'empty@$e.x',
    'nothing#$i',
    'nothing#$i.x[]',
    'loans#$i.member[]',
    'loans[0]#$i.member[]',
    '[1, 2]#$i',
    '[1, 2]#$i.$i',
    '[4, 5]#$i[$i = 1]',
    '[1, 2]@$x.($x)',
    '(loans)#$i.$i',
    'books.parts.n.%.%.title',
    'books.parts[%.title = "two"].n',
    'books.parts.{ "n": n, "of": %.title }',
    'books.parts.n[%.%.id = 2]',
    'books.parts^(%.title, >n).n',
    '(books.parts).%.title',
    '(books.parts)[%.id = 2]',
    'books.parts{ %.title: n }',
    'books.parts.(n & %.title)',
    'books.parts.$map(n, function($x) { $x & %.title })',
    'loans@$l.$map([1, 2], function($x) { $x & $l.member })',
    '($l := "out"; [$l, loans@$l[0].($l.member), $l])',
    '($i := 7; loans[$i = 7]#$i[0].$i)',
    'loans@$l.($m := $l.member; books#$i.($m & $i))',
    'loans@$count.$count.member',
    'loans@$l.$count($l)',
    'loans@$l.$f($l)',
    'loans#$i.($i + member)',
  ])('%s', async text => {
    const outcome = compiled({ text, input: structuredClone(input) });
    expect(outcome).not.toHaveProperty('refusal');
    expect(outcome).toEqual(await interpreted({ text, input: structuredClone(input) }));
  });

  it('goes to the interpreter where a variable is bound for each item', () => {
    expect(compiled({ text: 'a#$i[$x := $i].$x' })).toMatchObject({
      refusal: 'a variable is bound beside @, # or %',
    });
    expect(compiled({ text: 'a#$i.($x := $i; $x)' })).not.toHaveProperty('refusal');
  });
});
