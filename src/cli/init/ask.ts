import { intro, isCancel, select, text } from '@clack/prompts';
import { shippedMappings } from '../../scaffold/shipped.js';
import { problemOfMappingName } from '../../scaffold/starter.js';
import type { Io } from '../io.js';
import { type Streams, withQuestions } from '../questions.js';
import type { Wanted } from './wanted.js';

/**
 * Asks which CRM it is.
 *
 * @param folder what the command line says; asked for when it says nothing
 * @returns `undefined` when the person would rather not
 */
export function ask(folder: string | undefined, io: Io): Promise<Wanted | undefined> {
  return withQuestions(io, async streams => {
    intro('A new mapping', streams);
    const crm = await select({ message: 'Which CRM do you have?', options: choices, ...streams });
    if (isCancel(crm)) return undefined;
    const more = await questionsFor(crm, streams);
    if (more === undefined) return undefined;
    if (folder !== undefined) return { folder, ...more };
    const place = await text({ message: 'Into which folder?', initialValue: '.', ...streams });
    return isCancel(place) ? undefined : { folder: place || '.', ...more };
  });
}

const choices = [
  ...Object.entries(shippedMappings).map(([value, label]) => ({ value, label })),
  { value: 'openapi', label: 'another one, of which I have an OpenAPI file' },
  { value: 'blank', label: 'another one' },
];

async function questionsFor(crm: string, streams: Streams): Promise<Omit<Wanted, 'folder'> | undefined> {
  if (crm === 'openapi') {
    const file = await text({ message: 'Where is the file?', validate: filled, ...streams });
    return isCancel(file) ? undefined : { openapi: file };
  }
  if (crm !== 'blank') return { crm: crm as keyof typeof shippedMappings };
  const name = await text({
    message: 'What shall the mapping be called?',
    initialValue: 'my-crm',
    validate,
    ...streams,
  });
  return isCancel(name) ? undefined : { blank: true, name };
}

function filled(value = ''): string | undefined {
  return value.trim() === '' ? 'a path is needed' : undefined;
}

function validate(name = ''): string | undefined {
  const problem = problemOfMappingName(name);
  return problem && `"${name}" ${problem}`;
}
