import { helpers } from '../../src/mapping/helpers/catalogue.js';
import { HelperError } from '../../src/mapping/helpers/helper.js';

/** Calls a helper without the interpreter around it: the properties have thousands of runs. */
export function call(name: string, ...values: unknown[]): unknown {
  const helper = helpers.get(name);
  if (!helper) throw new Error(`there is no helper ${name}`);
  return helper.run(...(values as never[]));
}

/** What it gives, or the HelperError that it throws; any other error is a bug. */
export function outcome(name: string, ...values: unknown[]): unknown {
  try {
    return call(name, ...values);
  } catch (error) {
    if (error instanceof HelperError) return error;
    throw error;
  }
}
