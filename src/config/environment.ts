/** The environment variables of the process, injected. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Something in a text that could not be substituted. */
interface SubstitutionProblem {
  /** Where in the text it begins. */
  readonly offset: number;
  /** The variable; `undefined` when what stands there names none. */
  readonly variable?: string;
  /** Ends a sentence that begins with the name of the field. */
  readonly message: string;
  readonly hint: string;
}

// In this order: the escape; a variable, whose default may hold neither } nor another ${; anything else is a slip.
const marker = /\$\$\{|\$\{([A-Za-z_]\w*)(?::-((?:(?!\$\{)[^}])*))?\}|\$\{/g;

/**
 * Puts environment variables into a text: `${NAME}`, `${NAME:-default}`, and `$${` for a literal `${`. An empty
 * variable counts as unset, as in a shell's `:-`. What is put in is not looked at again.
 */
export function substitute(
  text: string,
  env: Environment,
): { text: string; problems: readonly SubstitutionProblem[] } {
  const problems: SubstitutionProblem[] = [];
  const replaced = text.replace(marker, (found: string, variable?: string, fallback?: string, offset = 0) => {
    if (found === '$${') return '${';
    const value = variable === undefined ? undefined : env[variable] || fallback;
    if (value === undefined) problems.push(problemOf(offset, variable, env));
    return value ?? found;
  });
  return { text: replaced, problems };
}

function problemOf(offset: number, variable: string | undefined, env: Environment): SubstitutionProblem {
  if (variable === undefined) {
    const message = 'holds a ${ that is not followed by a variable and a }';
    return { offset, message, hint: 'write ${NAME} or ${NAME:-default}; a literal ${ is written $${' };
  }
  const state = env[variable] === undefined ? 'not set' : 'empty';
  const message = `needs the environment variable ${variable}, which is ${state}`;
  return { offset, variable, message, hint: `set ${variable}, or give a default: \${${variable}:-default}` };
}
