import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { fileProblem } from '../document/file-problem.js';
import { FilesRead } from '../document/files-read.js';
import { details } from '../document/shape.js';

/** What the fields of one config file read from the disk, and the secrets that they came upon. */
export class Source {
  readonly secrets = new Set<string>();

  /**
   * @param folder of the config file: the paths in it are relative to it
   * @param files told of each file that is read
   */
  constructor(
    private readonly folder: string,
    private readonly files = new FilesRead(),
  ) {}

  resolve(path: string): string {
    return resolve(this.folder, path);
  }

  /** Notes a text that must never be shown. */
  keep(secret: string): string {
    this.secrets.add(secret);
    return secret;
  }

  /**
   * The text of a secret file without the one line break that editors and `echo` leave at its end.
   *
   * @throws an Error that ends the sentence "the secret file x ..."
   */
  readSecret(file: string): string {
    const text = this.readText(file).replace(/\r?\n$/, '');
    if (text === '') throw new Error('is empty');
    return this.keep(text);
  }

  private readText(file: string): string {
    const path = this.resolve(file);
    try {
      const content = readFileSync(path);
      this.files.note(path, content);
      // Strict, because a character replaced in silence would be a wrong password that looks right.
      return new TextDecoder('utf-8', { fatal: true }).decode(content);
    } catch (error) {
      if (error instanceof TypeError) throw new Error('is not UTF-8');
      this.files.note(path, undefined);
      throw new Error(`cannot be read: ${fileProblem(error) ?? String(error)}`);
    }
  }
}

/** The shape of `{ file: path }`. */
export function secretFile(description: string) {
  return z.strictObject({ file: z.string().describe(description) });
}

/** A text, or `{ file: path }` for a text that stands in a file of its own and is then a secret. */
export function textOrFile(source: Source) {
  const shapes = [z.string(), secretFile('a file that holds the text, which is secret')] as const;
  return z
    .union(shapes, { error: 'this must be a text or { file: path }' })
    .transform((value, context) => textFrom(source, value, context) ?? z.NEVER);
}

/**
 * What stands in a text or in the file that it names.
 *
 * @param path where the value stands in the field that `context` is about
 * @returns `undefined` after it has reported a file that cannot be read
 */
export function textFrom(
  source: Source,
  value: string | { readonly file: string },
  context: z.RefinementCtx,
  path: readonly string[] = [],
): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return source.readSecret(value.file);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      path: [...path, 'file'],
      message: `the secret file ${source.resolve(value.file)} ${(error as Error).message}`,
      params: details('secret-file'),
    });
    return undefined;
  }
}

/** The same for a text that is a secret wherever it stands. */
export function secret(source: Source) {
  return textOrFile(source)
    .transform(text => source.keep(text))
    .meta({ secret: true });
}
