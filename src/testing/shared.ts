import type { Document } from '../document/document.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import { isObject } from '../json/values.js';
import { type Origin, originOf, type WrittenCase } from './origin.js';

const kinds = {
  calls: { noun: 'call', standIn: { get: '/' } },
  replies: { noun: 'reply', standIn: {} },
  exchanges: { noun: 'exchange', standIn: { call: { get: '/' }, reply: {} } },
  answers: { noun: 'answer', standIn: { nothing: true } },
} as const;

export type Kind = keyof typeof kinds;

/** The shared parts of a test file by their names, and which of them were used. */
export class NamedParts {
  private readonly used = new Set<string>();

  constructor(private readonly parts: Readonly<Record<Kind, Readonly<Record<string, unknown>>>>) {}

  /** What a name stands for, `undefined` when there is none of this kind. */
  get(kind: Kind, name: string): unknown {
    if (!Object.hasOwn(this.parts[kind], name)) return undefined;
    this.used.add(`${kind} ${name}`);
    return this.parts[kind][name];
  }

  names(kind: Kind): string[] {
    return Object.keys(this.parts[kind]);
  }

  unused(): { kind: Kind; name: string }[] {
    return (Object.keys(kinds) as Kind[]).flatMap(kind =>
      this.names(kind)
        .filter(name => !this.used.has(`${kind} ${name}`))
        .map(name => ({ kind, name })),
    );
  }
}

/** A case in which each name of a shared part is replaced by what it stands for. */
export function resolved(document: Document, written: WrittenCase, shared: NamedParts): WrittenCase {
  const { value, path } = written;
  if (!isObject(value)) return written;
  const reader = new NameReader(document, shared, [...written.origins]);
  const { exchanges } = value;
  const members = {
    ...value,
    ...(Array.isArray(exchanges) && {
      exchanges: exchanges.map((exchange: unknown, index) => reader.exchange(exchange, ['exchanges', index])),
    }),
    ...('answer' in value && { answer: reader.part('answers', value.answer, ['answer']) }),
  };
  return { value: members, origins: reader.origins, path };
}

/** The same for a shared exchange, and for `login`, which has a reply. */
export function resolvedExchange(
  document: Document,
  value: unknown,
  path: Path,
  shared: NamedParts,
): Pick<WrittenCase, 'value' | 'origins'> {
  const reader = new NameReader(document, shared, [{ at: [], from: path }]);
  return { value: reader.exchange(value, []), origins: reader.origins };
}

export function reportUnusedParts(document: Document, shared: NamedParts): void {
  for (const { kind, name } of shared.unused()) {
    const message = `the shared ${kinds[kind].noun} "${name}" is used nowhere`;
    document.report('warning', 'unused-shared', document.placeOfKey(['shared', kind, name]), message);
  }
}

class NameReader {
  constructor(
    private readonly document: Document,
    private readonly shared: NamedParts,
    readonly origins: Origin[],
  ) {}

  exchange(input: unknown, at: Path): unknown {
    const value = this.part('exchanges', input, at);
    if (!isObject(value)) return value;
    return {
      ...value,
      ...('call' in value && { call: this.part('calls', value.call, [...at, 'call']) }),
      ...('reply' in value && { reply: this.part('replies', value.reply, [...at, 'reply']) }),
    };
  }

  /** A text is a name. For an unknown one comes something of its kind, so that the rest can be looked at. */
  part(kind: Kind, value: unknown, at: Path): unknown {
    if (typeof value !== 'string') return value;
    const found = this.shared.get(kind, value);
    if (found === undefined) {
      const { noun, standIn } = kinds[kind];
      const known = this.shared.names(kind);
      const hint = suggestion(value, known, `under shared: ${kind}: ${known.join(', ') || 'nothing'}`);
      this.document.error(
        'unknown-shared',
        originOf(this, at),
        `there is no shared ${noun} "${value}"`,
        hint,
      );
      return standIn;
    }
    this.origins.push({ at, from: ['shared', kind, value] });
    return found;
  }
}
