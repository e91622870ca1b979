import { type DeclaredParam, isFromEnvironment } from './params.js';
import { commentLines, plainOrQuoted } from './yaml-text.js';

/** The config of a project: what must be set comes from the environment, what has a default stands there as one. */
export function configText(mapping: string, params: readonly DeclaredParam[]): string {
  const lines = params.flatMap(param => [
    ...(param.about === '' ? [] : commentLines(param.about, '  ')),
    `  ${lineOf(param)}`,
  ]);
  return `# The config of the gateway; \`loyalty-gw serve --help\` explains every field. In every value \${NAME} stands for a
# variable of the environment, and \${NAME:-default} for one that need not be set. .env.example has them all.

# listen: { host: 127.0.0.1, port: 8080 } # the defaults
# admin: { host: 127.0.0.1, port: 9090 } # how it does, for you alone: http://127.0.0.1:9090

users:
  - login: koshelek
    password: \${KOSHELEK_PASSWORD}

mapping: ./${mapping}

# What the mapping asks for. Behind # stand the defaults, and what need not be set.
${params.some(isFromEnvironment) ? '' : '# '}params:
${lines.join('\n')}
`;
}

function lineOf(param: DeclaredParam): string {
  const { name, required } = param;
  if (isFromEnvironment(param)) return `${name}: \${${name}${required ? '' : ':-'}}`;
  return param.default === undefined
    ? `# ${name}:`
    : `# ${name}: ${plainOrQuoted(param.default.replaceAll('${', () => '$${'))}`;
}
