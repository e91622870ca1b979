import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import type { Environment } from '../config/environment.js';
import { fileText } from '../document/file-text.js';
import { makeFile, replaceFile } from '../document/replace-file.js';
import type { MappingFile } from './api.js';
import { isInside } from './inside.js';
import { Refusal } from './refusal.js';

/** What a playground is opened for. */
export interface DeskSettings {
  /** The mapping: its absolute path. */
  readonly file: string;
  /** Where the command was started: paths are shown relative to it. */
  readonly cwd: string;
  /** Why nothing is written, for people. */
  readonly readOnly?: string;
  /** The config file, as the person wrote it. */
  readonly config?: string;
  readonly env: Environment;
  /** Of loyalty-gw. */
  readonly version: string;
  /** Whether calls may go to the CRM. */
  readonly live: boolean;
}

/** What stands in the file. */
interface Content {
  /** Without a byte order mark. Where the file is not UTF-8, U+FFFD stands for what could not be read. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** The mapping that is worked on, on the disk. */
export class Desk {
  /** The last of what writes: it never fails. */
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly settings: DeskSettings,
    /** Without links on the way. */
    readonly file: string,
    private last: Content,
  ) {}

  /** Errors of the file system pass through. */
  static async open(settings: DeskSettings): Promise<Desk> {
    const file = await realpath(settings.file);
    return new Desk(settings, file, await contentOf(file));
  }

  /** Where alone files are written. */
  get folder(): string {
    return dirname(this.file);
  }

  /** The file as it is now, with the line ends that the page knows. */
  async read(): Promise<MappingFile> {
    const { text } = await this.content();
    return {
      name: basename(this.file),
      path: relative(this.settings.cwd, this.file) || basename(this.file),
      text: text.replace(/\r\n/g, '\n'),
      version: versionOf(text),
    };
  }

  /** The same, or what it was when it was last read: it may be gone, and the page still works on it. */
  async known(): Promise<Content> {
    return this.content().catch(() => this.last);
  }

  /**
   * Writes another text into the file, with the line ends that it has.
   *
   * @param version of the text that is known to stand in it; absent where there is known to be no file
   * @returns the version of the new text
   * @throws Refusal `readOnly`, `changed`, `gone`, `cannot`
   */
  async save(text: string, version: string | undefined): Promise<string> {
    this.mayWrite();
    return this.alone(() => (version === undefined ? this.make(text) : this.replace(text, version)));
  }

  /** One after the other: of two that look at a file and then write it, the later one would undo the earlier one. */
  alone<T>(write: () => Promise<T>): Promise<T> {
    const done = this.writing.then(write);
    this.writing = done.catch(() => undefined);
    return done;
  }

  /** @throws Refusal `gone` */
  async mustBeThere(): Promise<void> {
    if (await isNowhere(this.file))
      throw new Refusal(
        'gone',
        `${basename(this.file)} is not on the disk any more`,
        'save the mapping: it can be written again',
      );
  }

  private async replace(text: string, version: string): Promise<string> {
    await this.mustBeThere();
    await this.mustBeInside(this.settings.file);
    const { text: before, isUtf8 } = await this.content();
    if (!isUtf8) throw notUtf8(this.file);
    if (versionOf(before) !== version) throw changed();
    const after = withLineEndsOf(before, text);
    if (!(await replaceFile(this.file, before, after))) throw changed();
    return versionOf(after);
  }

  private async make(text: string): Promise<string> {
    if (await isNowhere(this.folder))
      throw new Refusal(
        'cannot',
        `the folder ${this.folder} is not there any more`,
        'make it, and save again',
      );
    await this.mustBeInside(this.file);
    const after = withLineEndsOf(this.last.text, text);
    if (!(await makeFile(this.file, after))) throw changed();
    return versionOf(after);
  }

  /** @throws Refusal `readOnly` */
  mayWrite(): void {
    const { readOnly } = this.settings;
    if (readOnly !== undefined) throw new Refusal('readOnly', readOnly);
  }

  /**
   * A link may have been changed since the playground was opened.
   *
   * @param file one that is about to be written
   * @throws Refusal `forbidden`
   */
  async mustBeInside(file: string): Promise<void> {
    if (await isInside(this.folder, file)) return;
    throw new Refusal(
      'forbidden',
      `${basename(file)} does not lie in the folder of the mapping: it is not written`,
    );
  }

  private async content(): Promise<Content> {
    this.last = await contentOf(this.file);
    return this.last;
  }
}

async function contentOf(file: string): Promise<Content> {
  const bytes = await readFile(file);
  return { text: fileText(bytes).text, isUtf8: isUtf8(bytes) };
}

async function isNowhere(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

/** The page has no more than U+FFFD of what could not be read, and would write that. */
function notUtf8(file: string): Refusal {
  return new Refusal(
    'cannot',
    `${basename(file)} is not UTF-8, and was not saved: letters that stand in it would be lost`,
    'convert it to UTF-8 first',
  );
}

function changed(): Refusal {
  return new Refusal(
    'changed',
    'the file has changed on the disk since it was read',
    'look at it before you save',
  );
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** An editor in a browser knows one line end. */
export function withLineEndsOf(before: string, text: string): string {
  const lines = text.replace(/\r\n/g, '\n');
  return before.includes('\r\n') ? lines.replace(/\n/g, '\r\n') : lines;
}
