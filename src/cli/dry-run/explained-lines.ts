import { formatPlace, type Place } from '../../document/place.js';
import { isObject } from '../../json/values.js';
import { writeJson } from '../../json/write.js';
import type { Explained, Way } from '../../story/explainer.js';
import type { Paint } from '../style.js';
import { displayPath } from '../usage.js';

/**
 * An expression for people:
 *
 *     query.phone  mappings/x.yaml:54:19
 *       $request.query.msisdn
 *       with $request.query.msisdn = "79620480100"
 *       gives "79620480100"
 */
export function explainedLines(
  { key, place, expression, reads, value, failed, conditions }: Explained,
  { cwd }: { cwd: string },
  paint: Paint,
): string[] {
  const at = (where: Place) => formatPlace({ ...where, file: displayPath(where.file, cwd) });
  const outcome = failed === undefined ? `gives ${shortly(value)}` : paint('red', `fails: ${failed}`);
  const lines = [
    ...textLines(expression),
    ...reads
      // What is read as a whole is its own value.
      .filter(read => expression.trim() !== read.name)
      .map(read => paint('dim', `with ${read.name} = ${shortly(read.value)}`)),
    ...conditions.map(way => paint('dim', `${sayWay(way)}  (${at(way.place)})`)),
    outcome,
  ];
  return [`${paint('cyan', key)}  ${paint('dim', at(place))}`, ...lines.map(line => `  ${line}`)];
}

/** Of a longer text the rest can be read in the mapping. */
const MOST_LINES = 8;
const WIDTH = 100;

function textLines(text: string): string[] {
  const lines = text.trim().split('\n');
  const rest = lines.slice(1).filter(line => line.trim() !== '');
  const margin = Math.min(...rest.map(line => line.length - line.trimStart().length));
  const dedented = lines.map((line, index) => (index === 0 ? line : line.slice(margin)).trimEnd());
  if (dedented.length <= MOST_LINES) return dedented;
  return [...dedented.slice(0, MOST_LINES - 1), `… (${dedented.length - MOST_LINES + 1} more lines)`];
}

/** On one line: what is long is told by its kind, for the step that holds it shows the whole of it. */
function shortly(value: unknown): string {
  if (value === undefined) return 'nothing';
  const line = writeJson(value);
  if (line.length <= WIDTH) return line;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isObject(value)) return `${line.slice(0, WIDTH)}…`;
  const names = Object.keys(value);
  const first = names.slice(0, 6).join(', ');
  return names.length > 6 ? `{ ${first}, … ${names.length} members }` : `{ ${first} }`;
}

function sayWay({ sign, way, times }: Way): string {
  const often = times === 1 ? '' : `, ${times} times`;
  if (sign === '?') return `the condition was ${way === 'then' ? 'true' : 'false'}${often}`;
  return `${sign} took its ${way === 'then' ? 'left' : 'right'} side${often}`;
}
