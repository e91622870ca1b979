import { push, pushAll } from './lists.js';
import { asSequence, hasMember, isList } from './values.js';

/** What stands under a name: of a list, what stands under it in each item (`$lookup`). */
export function memberOf(value: unknown, name: string, maxList: number): unknown {
  if (!isList(value)) return hasMember(value, name) ? value[name] : undefined;
  const found: unknown[] = [];
  for (const item of value) {
    const member = memberOf(item, name, maxList);
    if (member === undefined) continue;
    if (isList(member)) pushAll(found, member, maxList);
    else push(found, member, maxList);
  }
  return asSequence(found);
}
