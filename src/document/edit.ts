import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
  type YAMLSeq,
  type Document as YamlDocument,
} from 'yaml';
import { isObject } from '../json/values.js';
import { writeJson } from '../json/write.js';
import { behind, inlineYaml, itemYaml, memberYaml } from './yaml-text.js';

/** Text that comes in the place of other text. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Member {
  readonly key: Node;
  readonly value: Node;
  readonly name: string;
}

/** A member or an item with what of it changes; nothing where it goes. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly splices: readonly Splice[] | undefined;
}

/** Another value of a node. */
export interface Edit {
  readonly node: Node;
  readonly value: unknown;
}

/** Where a value stands: what may be written there. */
interface Slot {
  /** Inside of braces or brackets there are no blocks. */
  readonly isFlow: boolean;
  /** Behind the colon or the dash. */
  readonly from: number;
  /** Of the key or the dash. */
  readonly column: number;
  readonly isItem: boolean;
}

/**
 * Changes values in the text of a YAML file, and nothing around them: comments, anchors and layout stay. Inside of a
 * structure only those members change that have another value.
 */
export class Editor {
  private readonly eol: string;

  constructor(
    private readonly text: string,
    private readonly yaml: YamlDocument,
    private readonly keepsAliases: boolean,
  ) {
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** @returns the text with other values of some nodes of the document; `undefined` when they contradict each other */
  edited(edits: readonly Edit[]): string | undefined {
    const splices = edits.flatMap(({ node, value }) => {
      const around = ancestorsOf(this.yaml, node);
      const isFlow = around.some(each => each.flow);
      return this.changes(node, value, this.slotOf(node, around.at(-1), isFlow));
    });
    const once = [...new Map(splices.map(splice => [JSON.stringify(splice), splice])).values()];
    return haveRoom(once) ? applied(once, this.text, 0, this.eol) : undefined;
  }

  private changes(node: Node, value: unknown, slot: Slot): readonly Splice[] {
    if (isSame(this.valueOf(node), value)) return [];
    if (isAlias(node) && this.keepsAliases) return [];
    if (isMap(node) && isObject(value)) {
      const members = membersOf(node);
      if (members.some(({ name }) => Object.hasOwn(value, name)))
        return this.inMap(node, members, value, slot);
    }
    if (isSeq(node) && Array.isArray(value) && value.length > 0 && node.items.length > 0)
      return this.inList(node, value, slot);
    return [this.whole(node, value, slot)];
  }

  private inMap(
    node: YAMLMap,
    members: readonly Member[],
    value: Readonly<Record<string, unknown>>,
    slot: Slot,
  ): readonly Splice[] {
    const names = new Set(members.map(({ name }) => name));
    const added = Object.keys(value).filter(key => !names.has(key));
    const isKept = ({ name }: Member) => Object.hasOwn(value, name);
    const inside = (member: Member): readonly Splice[] =>
      this.changes(
        member.value,
        value[member.name],
        this.slotOf(member.value, node, slot.isFlow || !!node.flow),
      );
    if (added.length === 0 && members.every(isKept)) return members.flatMap(inside);
    const parts = members.map(member => ({
      from: start(member.key),
      to: this.endOf(member.value),
      splices: isKept(member) ? inside(member) : undefined,
    }));
    if (node.flow) {
      const texts = added.map(key => inlineYaml({ [key]: value[key] }).slice(2, -2));
      return this.inFlow(node, parts, texts, all => `{ ${all} }`);
    }
    const column = this.columnOf(start(node));
    return this.inBlock(
      parts,
      added.map(key => memberYaml(key, value[key], column)),
      column,
    );
  }

  private inList(node: YAMLSeq, value: readonly unknown[], slot: Slot): readonly Splice[] {
    const items = node.items as Node[];
    const inside = (item: Node, index: number): readonly Splice[] =>
      this.changes(item, value[index], this.slotOf(item, node, slot.isFlow || !!node.flow));
    const kept = items.slice(0, value.length);
    const added = value.slice(items.length);
    if (added.length === 0 && kept.length === items.length) return items.flatMap(inside);
    const parts = items.map((item, index) => ({
      from: node.flow ? this.propsOf(item) : start(item),
      to: this.endOf(item),
      splices: index < value.length ? inside(item, index) : undefined,
    }));
    if (node.flow) return this.inFlow(node, parts, added.map(inlineYaml), all => `[${all}]`);
    const column = this.columnOf(start(node));
    return this.inBlock(
      parts,
      added.map(item => itemYaml(item, column)),
      column,
    );
  }

  /** Members on lines of their own: those without splices go, each with the comments above it and behind it. */
  private inBlock(inside: readonly Part[], added: readonly string[], column: number): Splice[] {
    const parts = inside.map(part => ({ ...part, to: this.lineEnd(part.to) }));
    const first = parts.findIndex(({ splices }) => splices !== undefined);
    const out = parts.flatMap(({ to, splices }, index): readonly Splice[] => {
      if (splices) return splices;
      if (index >= first) return [{ from: parts[index - 1]?.to as number, to, text: '' }];
      return index > 0 ? [] : this.withoutFirst(parts[0]?.from as number, parts[first - 1]?.to as number);
    });
    const last = parts.findLast(({ splices }) => splices !== undefined);
    const text = added.map(line => `\n${' '.repeat(column)}${line}`).join('');
    return text === '' ? out : [...out, { from: last?.to as number, to: last?.to as number, text }];
  }

  /**
   * What is first may stand on the line of what is around it. Comments above the member that is first from now on come in
   * its place.
   */
  private withoutFirst(from: number, to: number): Splice[] {
    const next = to + (/^\s*/.exec(this.text.slice(to))?.[0].length ?? 0);
    const line = this.lineStart(from);
    const above = this.commentsAbove(line);
    const comments = this.isBlank(line, from) && above < line ? [{ from: above, to: line, text: '' }] : [];
    return [...comments, { from, to: next, text: '' }];
  }

  /** Members inside of braces or brackets, written anew, unless there are comments between them. */
  private inFlow(
    node: Node,
    parts: readonly Part[],
    added: readonly string[],
    enclosed: (all: string) => string,
  ): readonly Splice[] {
    const kept = parts.filter(({ splices }) => splices !== undefined);
    const gaps = [start(node), ...parts.map(({ to }) => to)];
    const isCommented = gaps.some((from, at) =>
      this.text.slice(from, parts[at]?.from ?? end(node)).includes('#'),
    );
    if (!isCommented) {
      const texts = kept.map(({ from, to, splices = [] }) => this.slice(from, to, splices));
      return [{ from: start(node), to: end(node), text: enclosed([...texts, ...added].join(', ')) }];
    }
    const last = kept.at(-1)?.to as number;
    const more = added.map(text => `, ${text}`).join('');
    const changes = parts.flatMap((part, at) => part.splices ?? [this.withoutFlow(part, gaps[at] as number)]);
    return more === '' ? changes : [...changes, { from: last, to: last, text: more }];
  }

  /**
   * With its comma, and with its lines where nothing else stands on them; a comma too many at the end is allowed.
   *
   * @param before where what stands in front of it ends
   */
  private withoutFlow({ from, to }: Part, before: number): Splice {
    const behind = to + (/^(?:\s|#[^\n]*\n)*,/.exec(this.text.slice(to))?.[0].length ?? 0);
    const line = this.lineStart(from);
    const rest = this.text.slice(behind, this.lineEnd(behind));
    if (!this.isBlank(line, from) || !/^\s*(?:#|$)/.test(rest))
      return { from, to: behind + rest.length - rest.trimStart().length, text: '' };
    return { from: this.commentsAbove(line, before), to: this.text.indexOf('\n', behind) + 1, text: '' };
  }

  /**
   * Where the comments begin that stand on the lines directly above one; that line itself where there are none.
   *
   * @param before where something ends that may have lines with a `#` of its own
   */
  private commentsAbove(line: number, before = -1): number {
    let above = line;
    for (;;) {
      const next = this.lineStart(above - 1);
      if (above === 0 || next <= before || !/^\s*#/.test(this.text.slice(next, above))) return above;
      above = next;
    }
  }

  private isBlank(from: number, to: number): boolean {
    return this.text.slice(from, to).trim() === '';
  }

  private whole(node: Node, value: unknown, { isFlow, from, column, isItem }: Slot): Splice {
    const to = this.endOf(node);
    const gap = this.text.slice(from, start(node));
    // A comment behind the key keeps its place, and the value its line.
    if (isFlow || !/^\s*$/.test(gap))
      return { from: start(node), to, text: ofEmpty(node, inlineYaml(value)) };
    const text = isItem
      ? itemYaml(value, column).slice(1)
      : behind(value, column, from - this.lineStart(from) - column);
    return { from, to, text };
  }

  /** A part of the text with its splices. */
  private slice(from: number, to: number, splices: readonly Splice[]): string {
    return applied(splices, this.text.slice(from, to), from, '\n');
  }

  private slotOf(node: Node, parent: Node | undefined, isFlow: boolean): Slot {
    const props = this.propsOf(node);
    const from = start(node) === props ? this.indicatorEnd(props) : this.anchorEnd(node, props);
    if (isSeq(parent)) return { isFlow, from, column: this.columnOf(start(parent)), isItem: true };
    const member = isMap(parent) ? membersOf(parent).find(each => each.value === node) : undefined;
    return { isFlow, from, column: member ? this.columnOf(start(member.key)) : 0, isItem: false };
  }

  /** Where a node begins with its anchor. */
  private propsOf(node: Node): number {
    if (isAlias(node) || !('anchor' in node) || !node.anchor) return start(node);
    return this.text.lastIndexOf(`&${node.anchor}`, start(node));
  }

  /** Behind the colon or the dash, where no comment stands behind that. */
  private indicatorEnd(offset: number): number {
    const to = this.text.slice(0, offset).trimEnd().length;
    const from = this.lineStart(to);
    const comment = this.text.slice(from, to).search(/\s#/);
    return comment < 0 ? to : from + comment;
  }

  private anchorEnd(node: Node, props: number): number {
    return props + 1 + String('anchor' in node ? node.anchor : '').length;
  }

  /** Where the last character of a node stands: a block ends with its last member. */
  private endOf(node: Node): number {
    if (isCollection(node) && !node.flow) {
      const last = isMap(node) ? membersOf(node).at(-1)?.value : (node.items.at(-1) as Node | undefined);
      if (last) return this.endOf(last);
    }
    const to = end(node);
    return this.text.slice(start(node), to).trimEnd().length + start(node);
  }

  private lineEnd(offset: number): number {
    const at = this.text.indexOf('\n', offset);
    if (at < 0) return this.text.length;
    return this.text[at - 1] === '\r' ? at - 1 : at;
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  private valueOf(node: Node): unknown {
    return node.toJS(this.yaml);
  }
}

/** @param offset of the text in that which the splices are for */
function applied(splices: readonly Splice[], text: string, offset: number, eol: string): string {
  // What is added behind an inner member comes before what is added behind the outer one that ends there, too.
  const lastFirst = splices.toReversed().sort((a, b) => b.from - a.from || b.to - a.to);
  return lastFirst.reduce(
    (out, { from, to, text: put }) =>
      out.slice(0, from - offset) + put.replace(/\r?\n/g, eol) + out.slice(to - offset),
    text,
  );
}

/** Whether no two splices are about the same characters. */
function haveRoom(splices: readonly Splice[]): boolean {
  const inOrder = [...splices].sort((a, b) => a.from - b.from || a.to - b.to);
  return inOrder.every((splice, at) => at === 0 || splice.from >= (inOrder[at - 1]?.to ?? 0));
}

/** The lists and mappings of keys around a node, from the outside in. */
function ancestorsOf(yaml: YamlDocument, node: Node): (YAMLMap | YAMLSeq)[] {
  let around: (YAMLMap | YAMLSeq)[] = [];
  visit(yaml, {
    Node: (_, each, path) => {
      if (each !== node) return undefined;
      around = path.filter(isCollection);
      return visit.BREAK;
    },
  });
  return around;
}

/** An empty value has no characters: what comes in its place stands off from the colon. */
function ofEmpty(node: Node, text: string): string {
  return start(node) === end(node) ? ` ${text}` : text;
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

function end(node: Node): number {
  return node.range?.[1] ?? 0;
}

/** A key alone, as in `{ a, b }`, is its own value. */
function membersOf({ items }: YAMLMap): Member[] {
  return (items as { key: Node; value: Node | null }[]).map(({ key, value }) => ({
    key,
    value: value ?? key,
    name: isScalar(key) ? String(key.value) : '',
  }));
}

function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map(value => (value === undefined ? undefined : writeJson(value)));
  return a === b;
}
