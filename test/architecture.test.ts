import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../src');

/** The rooms of the house in the order in which they may know each other: each only those further left. */
const storeys = [
  ['json', 'document', 'jsonata'],
  ['loyalty-api'],
  ['mapping'],
  ['crm'],
  ['cards', 'shared'],
  ['engine'],
  ['config', 'telemetry', 'testing', 'openapi', 'selftest'],
  ['gateway', 'scaffold', 'story'],
  ['playground'],
  ['cli'],
];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => join(root, name));

const textOf = new Map(files.map(file => [file, readFileSync(file, 'utf8')]));

/** Relative imports of a file, whether of values or of types. */
function importsOf(file: string): string[] {
  const found = (textOf.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, name = '']) => resolve(dirname(file), name.replace(/\.js$/, '.ts')));
}

/** The files that are loaded together with one: what it imports at once, and not as a type only. */
function loadedWith(file: string): string[] {
  const found = (textOf.get(file) ?? '').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm);
  return [...found].map(([, name = '']) => resolve(dirname(file), name.replace(/\.js$/, '.ts')));
}

const roomOf = (file: string) => relative(root, file).split('/')[0] ?? '';
const storeyOf = (file: string) => storeys.findIndex(rooms => rooms.includes(roomOf(file)));

describe('the house', () => {
  it('has no rooms but those that are known here', () => {
    expect([...new Set(files.map(roomOf))].filter(room => !storeys.flat().includes(room))).toEqual([]);
  });

  it('has imports that point one way', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(
          other =>
            storeyOf(other) > storeyOf(file) ||
            (storeyOf(other) === storeyOf(file) && roomOf(other) !== roomOf(file)),
        )
        .map(other => `${relative(root, file)} -> ${relative(root, other)}`),
    );
    // Both are at the bottom; the document knows the numbers of JSON.
    expect(wrong.filter(line => !/^document\/\S+ -> json\//.test(line))).toEqual([]);
  });

  it('has imports that exist', () => {
    const missing = files.flatMap(file => importsOf(file).filter(other => !textOf.has(other)));
    expect(missing).toEqual([]);
  });

  it('has no circles', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, above: readonly string[]): void => {
      if (above.includes(file)) circles.push([...above, file].map(name => relative(root, name)).join(' -> '));
      if (done.has(file)) return;
      done.add(file);
      for (const other of importsOf(file)) visit(other, [...above, file]);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    const long = files.filter(file => (textOf.get(file) ?? '').split('\n').length > 401);
    expect(long.map(file => relative(root, file))).toEqual([]);
  });

  it.each([
    ['express', ['gateway']],
    ['express-basic-auth', ['gateway']],
    ['http-proxy-middleware', ['gateway']],
    ['commander', ['cli']],
    ['@clack/prompts', ['cli']],
    ['undici', ['crm']],
    ['fast-xml-parser', ['crm']],
    ['jsonata', ['jsonata', 'mapping']],
    ['yaml', ['document']],
    ['pino', ['telemetry']],
    ['libsql/promise', ['cards']],
    ['pg', ['cards']],
    ['csv-parse', ['cards']],
    ['yazl', ['cli']],
    ['prom-client', ['telemetry']],
    ['@opentelemetry/api', ['telemetry']],
    ['@opentelemetry/sdk-trace-base', ['telemetry']],
  ])('knows %s only in %j', (name, rooms) => {
    const users = files.filter(file => new RegExp(`from '${name}'`).test(textOf.get(file) ?? ''));
    expect(users.length).toBeGreaterThan(0);
    expect([...new Set(users.map(roomOf))].filter(room => !rooms.includes(room))).toEqual([]);
  });

  it.each(['libsql/promise', 'pg', 'prom-client', '@opentelemetry/api'])(
    'starts without %s where nothing asks for it',
    name => {
      const loaded = new Set<string>();
      const load = (file: string): void => {
        if (loaded.has(file)) return;
        loaded.add(file);
        for (const other of loadedWith(file)) load(other);
      };
      for (const entry of ['cli/main.ts', 'gateway/start.ts']) load(join(root, entry));
      expect(loaded.size).toBeGreaterThan(100);
      const users = [...loaded].filter(file => textOf.get(file)?.includes(`from '${name}'`));
      expect(users.map(file => relative(root, file))).toEqual([]);
    },
  );

  it('prints and exits only at its edge', () => {
    const loud = files.filter(
      file =>
        roomOf(file) !== 'cli' &&
        /\bconsole\.|process\.(exit\b|stdout\.|stderr\.)/.test(textOf.get(file) ?? ''),
    );
    expect(loud.map(file => relative(root, file))).toEqual([]);
  });
});
