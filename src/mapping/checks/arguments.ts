import type { AstNode } from '../../jsonata/ast.js';
import type { FunctionCall } from '../analyse.js';
import type { FunctionTable } from '../functions.js';
import { builtInSignatures, helpers } from '../helpers/catalogue.js';
import type { Problem } from '../problem.js';
import { kindOf } from './kinds.js';
import { nodesOf } from './nodes.js';
import { type Argument, fits, inWords, kindsInWords, type Signature, signatureOf } from './signature.js';

/** Calls with too few arguments, too many, or such as the function never takes. */
export function argumentProblems(calls: readonly FunctionCall[], functions: FunctionTable): Problem[] {
  return calls.flatMap(call => {
    const lambda = functions.lambdaOf(call.name);
    const definition =
      lambda?.signature?.definition ??
      (lambda ? undefined : (builtInSignatures.get(call.name) ?? helpers.get(call.name)?.signature));
    if (definition !== undefined) return bySignature(call, signatureOf(definition), functions);
    return lambda?.type === 'lambda' ? byParameters(call, lambda) : [];
  });
}

function bySignature(call: FunctionCall, signature: Signature, functions: FunctionTable): Problem[] {
  const { name, index, hasContext } = call;
  const given = call.arguments.map(argument => kindOf(argument, functions));
  if (fits(signature, given, hasContext)) return [];
  const code = 'wrong-arguments';
  const hint = `it takes ${inWords(signature)}`;
  const unknown: Argument[] = given.map(() => ({ kinds: undefined }));
  if (!fits(signature, unknown, hasContext)) {
    if (fits(signature, unknown, true)) {
      const message = `$${name} lacks an argument, and there is no context to take it from`;
      return [{ index, code, message, hint }];
    }
    return [{ index, code, message: `$${name} does not take ${counted(given.length)}`, hint }];
  }
  const wrong = given.findIndex((_, at) => fits(signature, given.with(at, { kinds: undefined }), hasContext));
  const kinds = given[wrong]?.kinds;
  const message =
    kinds === undefined
      ? `$${name} does not take arguments of these kinds`
      : `argument ${wrong + 1} of $${name} is ${kindsInWords(kinds.replace(/(?<=.)m/, ''))}, which it does not take`;
  return [{ index, code, message, hint }];
}

/** To a function without a signature JSONata gives nothing for what is missing, and passes over what is too much. */
function byParameters({ name, index, arguments: given }: FunctionCall, lambda: AstNode): Problem[] {
  const parameters = (lambda.arguments ?? []).map(parameter => String(parameter.value));
  const code = 'wrong-arguments';
  const level = 'warning';
  if (given.length > parameters.length) {
    const message = `$${name} has ${counted(parameters.length, 'parameter')}, and the call ${counted(given.length)}`;
    return [{ level, index, code, message, hint: 'what is too much is passed over' }];
  }
  const asked = askedFor(lambda);
  const missing = parameters.slice(given.length).filter(parameter => !asked.has(parameter));
  if (missing.length === 0) return [];
  const message = `$${name} has ${counted(parameters.length, 'parameter')}, and the call ${counted(given.length)}`;
  return [
    {
      level,
      index,
      code,
      message,
      hint: `$${missing[0]} is nothing then; where that is meant, write () for it`,
    },
  ];
}

/** The parameters of which a function asks whether they are there: those may be left out. */
function askedFor(lambda: AstNode): Set<unknown> {
  const asked = new Set<unknown>();
  for (const { type, procedure, arguments: [argument] = [] } of nodesOf(lambda)) {
    if (type === 'function' && procedure?.value === 'exists' && argument?.type === 'variable')
      asked.add(argument.value);
  }
  return asked;
}

function counted(count: number, what = 'argument'): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}
