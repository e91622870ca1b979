import fc from 'fast-check';
import { anyJson, type Json, list, scalar } from './json-text.js';

/** What one place of a JSON text becomes. */
type Change =
  | { readonly kind: 'drop' }
  | { readonly kind: 'twice' }
  | { readonly kind: 'put'; readonly json: Json }
  | { readonly kind: 'into'; readonly wrap: (json: Json) => Json };

const quoted = (json: Json): Json => (json.kind === 'scalar' ? scalar(turned(json.text)) : json);

/** A text for a number, and a number for a text that holds one. */
function turned(text: string): string {
  if (!text.startsWith('"')) return `"${text}"`;
  const inside = text.slice(1, -1);
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(inside) ? inside : text;
}

const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Change>({ kind: 'drop' }) },
  { weight: 1, arbitrary: fc.constant<Change>({ kind: 'twice' }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('null', '[]', '{}', '""', 'false', 'true', '0', '[{}]', '[[]]')
      .map(text => ({ kind: 'put', json: scalar(text) }) as const),
  },
  { weight: 3, arbitrary: anyJson.map(json => ({ kind: 'put', json }) as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<(json: Json) => Json>(
        quoted,
        json => list(json),
        json => list(list(json)),
        json => list(json, json),
        json => ({ kind: 'object', members: [['items', json]] }),
      )
      .map(wrap => ({ kind: 'into', wrap }) as const),
  },
);

/** JSON that is nearly the one given: some places are missing, null, twice there, wrapped or something else. */
export function nearly(right: Json): fc.Arbitrary<Json> {
  const places = count(right);
  const change = fc.tuple(fc.nat({ max: places - 1 }), changes);
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map(all => all.reduce((json, [place, how]) => changed(json, place, how), right));
}

function count(json: Json): number {
  const inside =
    json.kind === 'list' ? json.items : json.kind === 'object' ? json.members.map(m => m[1]) : [];
  return inside.reduce((sum, child) => sum + count(child), 1);
}

/** @param place counted from the root, which is 0, in the order of the text; one that is not there changes nothing */
function changed(json: Json, place: number, change: Change): Json {
  return applied(json, place, change)[0] ?? scalar('null');
}

/** @returns what stands in place of the value: nothing, one, or two of it */
function applied(json: Json, place: number, change: Change): Json[] {
  if (place === 0) {
    switch (change.kind) {
      case 'drop':
        return [];
      case 'twice':
        return [json, json];
      case 'put':
        return [change.json];
      case 'into':
        return [change.wrap(json)];
    }
  }
  let before = 1;
  /** What a child becomes: its places come after those of its elder siblings. */
  const next = (child: Json): Json[] => {
    const own = place - before;
    const size = count(child);
    before += size;
    return own >= 0 && own < size ? applied(child, own, change) : [child];
  };
  switch (json.kind) {
    case 'scalar':
      return [json];
    case 'list':
      return [list(...json.items.flatMap(next))];
    case 'object':
      return [
        {
          kind: 'object',
          members: json.members.flatMap(([key, member]) => next(member).map(value => [key, value] as const)),
        },
      ];
  }
}
