import type { Argument, Command, Option } from 'commander';

/** A command line that is being written, as far as it is written: what commander would make of it. */
export interface CommandLine {
  readonly command: Command;
  /** What the command is one of: the program, or a command that has commands. */
  readonly group: Command;
  /** What stands in the place of its arguments. */
  readonly given: readonly string[];
  /** What its options were given, by their names. */
  readonly values: ReadonlyMap<string, string>;
  /** What the word under the cursor is a value of; `undefined` when it is an option, or a command. */
  readonly slot: Option | Argument | undefined;
  /** Of the word under the cursor what stands before the part that is completed: `--config=`. */
  readonly prefix: string;
}

/** @param words all words behind the name of the program, the one under the cursor last */
export function readCommandLine(program: Command, words: readonly string[]): CommandLine {
  let command = program;
  let group = program;
  let open: Option | undefined;
  const given: string[] = [];
  const values = new Map<string, string>();
  for (const word of words.slice(0, -1)) {
    const option = word.startsWith('-') ? optionOf(command, program, word) : undefined;
    if (open) {
      values.set(open.attributeName(), word);
      open = undefined;
    } else if (option) {
      const [, value] = /^--[^=]+=(.*)$/s.exec(word) ?? [];
      if (value !== undefined) values.set(option.attributeName(), value);
      else if (option.required || option.optional) open = option;
    } else if (!word.startsWith('-')) {
      const inner = given.length === 0 ? commandsOf(command).find(one => one.name() === word) : undefined;
      if (inner) [group, command] = [command, inner];
      else given.push(word);
    }
  }
  const [, prefix = ''] = /^(--[^=]+=)/.exec(words.at(-1) ?? '') ?? [];
  const slot =
    open ?? (prefix === '' ? argumentAt(command, given.length) : optionOf(command, program, prefix));
  return { command, group, given, values, slot, prefix: open ? '' : prefix };
}

/** Those that help shows, `help` among them. */
export function commandsOf(group: Command): readonly Command[] {
  return group.createHelp().visibleCommands(group);
}

/** Those of a command and those of the whole program, as help shows them. */
export function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function optionOf(command: Command, program: Command, word: string): Option | undefined {
  const flag = word.replace(/=.*$/s, '');
  return [...command.options, ...program.options].find(({ short, long }) => flag === short || flag === long);
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}
