import { HelperError } from './helper.js';

/**
 * The options of a call, such as `{ 'from': 'UTC' }`. One that the helper does not know is an error, for it would
 * be passed over and the value read in another way than was meant. None at all is one too: JSONata leaves out of
 * `{ 'to': $params.ZONE }` what is nothing.
 */
export function optionsOf<Name extends string>(
  given: object | undefined,
  known: readonly Name[],
): { readonly [name in Name]?: string } {
  const options: { [name in Name]?: string } = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    const option = known.find(one => one === name);
    if (option === undefined) throw new HelperError(`the options are ${known.join(', ')} and no others`);
    if (typeof value !== 'string') throw new HelperError(`the option ${option} is a text`);
    options[option] = value;
  }
  if (given && Object.keys(options).length === 0) throw new HelperError('the options are nothing');
  return options;
}
