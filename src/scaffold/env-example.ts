import { type DeclaredParam, isFromEnvironment } from './params.js';
import { commentLines } from './yaml-text.js';

/** The variables of the environment that the config names, to be filled in by a copy of it. */
export function envExample(params: readonly DeclaredParam[]): string {
  const blocks = params.filter(isFromEnvironment).map(({ name, required, secret, about }) => {
    const kind = [required ? 'required' : 'may stay empty', ...(secret ? ['secret'] : [])].join(', ');
    return `${commentLines(about === '' ? kind : `${kind}: ${about}`).join('\n')}\n${name}=\n`;
  });
  return `# Copy this file to .env, which git leaves alone, and fill in what is required. Then, in a shell:
#   set -a; . ./.env; set +a
# A value with blanks or signs stands in 'single quotes'.

# required, secret: the password with which Koshelek logs in as koshelek; openssl rand -hex 16 makes one
KOSHELEK_PASSWORD=

${blocks.join('\n')}`;
}
