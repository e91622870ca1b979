import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Argument, type Command, Option } from 'commander';
import { Document } from '../../document/document.js';
import { isOperationId, operationIds, operations, revisions } from '../../loyalty-api/operations.js';
import { callMethods } from '../../mapping/fields.js';
import type { Io } from '../io.js';
import { type CommandLine, commandsOf, optionsOf, readCommandLine } from './command-line.js';

/** What a word may become, and what that is. */
export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

type World = Pick<Io, 'cwd'>;

/**
 * What the last of some words may become. All is read off commander's own commands, options and arguments, so that a
 * new one is completed as soon as it is there. What cannot be read has no candidates; nothing is ever an error.
 */
export function candidatesFor(program: Command, words: readonly string[], io: World): readonly Candidate[] {
  const line = readCommandLine(program, words);
  const current = (words.at(-1) ?? '').slice(line.prefix.length);
  return possible(line, current, io)
    .filter(({ value }) => value.startsWith(current))
    .map(({ value, about }) => ({ value: line.prefix + value, about }));
}

function possible(line: CommandLine, current: string, io: World): readonly Candidate[] {
  const { command, slot, given } = line;
  if (current.startsWith('-') && !(slot instanceof Option)) return flagsOf(command);
  if (slot) return valuesOf(line, slot, current, io);
  const commands = commandsIn(command);
  if (commands.length === 0) return flagsOf(command);
  // Behind what is no command nothing can be told.
  return given.length > 0 ? [] : commands;
}

function commandsIn(group: Command): Candidate[] {
  return commandsOf(group).map(command => ({ value: command.name(), about: command.description() }));
}

function flagsOf(command: Command): Candidate[] {
  return optionsOf(command).map(({ long, short, description }) => ({
    value: long ?? short ?? '',
    about: description,
  }));
}

/** What stands between the brackets of `--mapping <file>` says what belongs there. */
function valuesOf(
  line: CommandLine,
  slot: Option | Argument,
  current: string,
  io: World,
): readonly Candidate[] {
  if (slot.argChoices) return slot.argChoices.map(value => ({ value }));
  const name =
    slot instanceof Option ? (/[<[](.+?)(?:\.\.\.)?[\]>]/.exec(slot.flags)?.[1] ?? '') : slot.name();
  switch (name) {
    case 'command':
      return commandsIn(line.group);
    case 'file':
    case 'files':
      return filesIn(current, io, /\.ya?ml$/);
    case 'list':
      return filesIn(current, io, /\.(csv|tsv|txt)$/i);
    case 'archive':
      return filesIn(current, io, /\.zip$/i);
    case 'folder':
      return filesIn(current, io, /^$/, false);
    case 'revision':
      return revisions.map(value => ({ value }));
    case 'operation':
    case 'operations':
      return operationsOf(line, io);
    case 'NAME=value':
      return settings(mappingOn(line, io)?.keysAt(['params']));
    case 'step=reply':
      return settings(callsOf(line, mappingOn(line, io)));
    case 'name=value':
      return settings(requestNames(line, slot));
    default:
      return [];
  }
}

function settings(names: readonly string[] = []): Candidate[] {
  return names.map(name => ({ value: `${name}=` }));
}

/** Folders, and the files that fit, or all files when none does: a certificate is no YAML. */
function filesIn(current: string, { cwd }: World, fits: RegExp, orAll = true): Candidate[] {
  const folder = current.slice(0, current.lastIndexOf('/') + 1);
  const entries = quietly(() => readdirSync(resolve(cwd, folder), { withFileTypes: true })) ?? [];
  const named = entries
    .map(entry => ({ value: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`, name: entry.name }))
    .filter(({ value, name }) => value.startsWith(current) && (name[0] !== '.' || current !== folder))
    .sort((a, b) => a.value.localeCompare(b.value));
  const folders = named.filter(({ value }) => value.endsWith('/'));
  const files = named.filter(({ value }) => !value.endsWith('/'));
  const fitting = files.filter(({ name }) => fits.test(name));
  return [...folders, ...(fitting.length > 0 || !orAll ? fitting : files)].map(({ value }) => ({ value }));
}

/** Those of the mapping that the line names, or else those of the API. */
function operationsOf(line: CommandLine, io: World): Candidate[] {
  const mapping = mappingOn(line, io);
  const names = mapping ? [...mapping.keysAt(['operations']), ...mapping.keysAt(['custom'])] : operationIds;
  return names.map(value => ({ value, about: isOperationId(value) ? operations[value].summary : undefined }));
}

/** Only steps that call the CRM get replies. */
function callsOf({ given: [operation = ''] }: CommandLine, mapping: Document | undefined): string[] {
  return ['operations', 'custom'].flatMap(section => {
    const path = [section, operation, 'steps'];
    const isCall = (step: string) =>
      mapping
        ?.keysAt([...path, step])
        .some(key => key === 'use' || callMethods.some(method => method === key));
    return mapping?.keysAt(path).filter(isCall) ?? [];
  });
}

function requestNames({ given: [id = ''] }: CommandLine, slot: Option | Argument): string[] {
  if (!isOperationId(id) || !(slot instanceof Option)) return [];
  const { params, query } = operations[id].request;
  return Object.keys(slot.attributeName() === 'query' ? query : params);
}

/** The mapping that the line names, itself or by a config. */
function mappingOn({ values }: CommandLine, { cwd }: World): Document | undefined {
  const config = values.get('config');
  const named = values.get('mapping') ?? (config && mappingOf(resolve(cwd, config)));
  return named ? documentAt(resolve(cwd, named)) : undefined;
}

function mappingOf(config: string): string | undefined {
  const { mapping } = Object(documentAt(config)?.value) as { mapping?: unknown };
  return typeof mapping === 'string' ? join(dirname(config), mapping) : undefined;
}

function documentAt(file: string): Document | undefined {
  return quietly(() => new Document(file, readFileSync(file)));
}

function quietly<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch {
    return undefined;
  }
}
