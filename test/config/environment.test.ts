import { describe, expect, it } from 'vitest';
import { substitute } from '../../src/config/environment.js';
import { configOf, findingsOf, minimal, read } from './reading.js';

const env = { NAME: 'Anna', EMPTY: '', NESTED: '${NAME} $${NAME}', PORT: '9000' };

describe('substitute', () => {
  it.each([
    ['plain', 'plain'],
    ['${NAME}', 'Anna'],
    ['<${NAME}-${NAME}>', '<Anna-Anna>'],
    ['${NAME:-Berta}', 'Anna'],
    ['${UNSET:-Berta}', 'Berta'],
    ['${EMPTY:-Berta}', 'Berta'],
    ['${UNSET:-}', ''],
    ['${UNSET:-a:-b c$d{e}', 'a:-b c$d{e'],
    ['$${NAME}', '${NAME}'],
    ['$$${NAME}', '$${NAME}'],
    ['$${NAME}${NAME}', '${NAME}Anna'],
    ['${NESTED}', '${NAME} $${NAME}'],
    ['$NAME $$ 5$ {NAME}', '$NAME $$ 5$ {NAME}'],
  ])('makes of %s %s', (text, expected) => {
    expect(substitute(text, env)).toEqual({ text: expected, problems: [] });
  });

  it.each([
    ['a ${UNSET}', 2, 'UNSET, which is not set', 'set UNSET, or give a default: ${UNSET:-default}'],
    ['${EMPTY}', 0, 'EMPTY, which is empty', 'set EMPTY, or give a default: ${EMPTY:-default}'],
  ])('reports the variable of %s', (text, offset, state, hint) => {
    const message = `needs the environment variable ${state}`;
    expect(substitute(text, env).problems).toMatchObject([{ offset, message, hint }]);
  });

  it.each(['ab${', 'ab${}', 'ab${1A}', 'ab${A-b}', 'ab${A', 'ab${ A }', 'ab${A:?b}'])(
    'reports the slip in %s',
    text => {
      expect(substitute(text, env).problems).toEqual([
        {
          offset: 2,
          message: 'holds a ${ that is not followed by a variable and a }',
          hint: 'write ${NAME} or ${NAME:-default}; a literal ${ is written $${',
        },
      ]);
    },
  );

  it('takes no default within a default', () => {
    expect(substitute('${A:-${NAME}}', env).problems).toHaveLength(1);
  });
});

describe('the environment in a config', () => {
  it('fills in texts and numbers', async () => {
    const yaml = minimal('listen: { port: "${PORT:-8080}", host: "${HOST:-0.0.0.0}" }');
    expect((await configOf(yaml, env)).listen).toEqual({ port: 9000, host: '0.0.0.0' });
  });

  it.each([
    'p: [x], # {y}',
    '"quoted" \'twice\'',
    '${NAME}',
    '$${X}',
    '- a\\n',
    '&a *b !c |',
    '  padded  ',
    '012345',
  ])('takes the password %j as it is', async password => {
    const config = await configOf(minimal('', { password: '"${PASSWORD}"' }), { PASSWORD: password });
    expect(config.users[0]?.password).toBe(password);
  });

  it('leaves keys alone', async () => {
    const config = await configOf(minimal('params: { "${NAME}": x }'), env);
    expect(config.params).toEqual({ '${NAME}': 'x' });
  });

  it('names field, variable and place of what is not set, and says nothing more about the value', async () => {
    const { config, findings } = await read(minimal('listen:\n  port: "80${NOT_SET}"'));
    expect(config).toBeUndefined();
    expect(findings).toMatchObject([
      {
        level: 'error',
        code: 'environment',
        line: 6,
        column: 12,
        message: 'listen.port needs the environment variable NOT_SET, which is not set',
        hint: 'set NOT_SET, or give a default: ${NOT_SET:-default}',
      },
    ]);
  });

  it('does not look for the secret file whose name lacks a variable', async () => {
    expect(await findingsOf(minimal('', { password: '{ file: "${NOT_SET}/x" }' }))).toEqual([
      '4:24 environment users[0].password.file needs the environment variable NOT_SET, which is not set',
    ]);
  });
});
