import { formatPlace } from '../../document/place.js';
import type { Count, MappingCoverage, MissedPoint } from '../../testing/coverage.js';
import { percentOf } from '../../testing/coverage.js';
import { pointKinds } from '../../testing/coverage-points.js';
import { never } from '../../testing/never.js';
import { type Paint, painter } from '../style.js';
import { table } from '../table.js';
import { displayPath, UsageError } from '../usage.js';

interface Screen {
  readonly color: boolean;
  readonly cwd: string;
}

/** @throws UsageError */
export function readThreshold(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (percent <= 100) return percent;
  throw new UsageError(`--coverage-threshold: "${text}" is no number of percent from 0 to 100`);
}

export function isBelow({ all }: MappingCoverage, threshold: number | undefined): boolean {
  return threshold !== undefined && percentOf(all) < threshold;
}

/** A table for each mapping, and what no case reached. */
export function formatCoverage(
  mappings: readonly MappingCoverage[],
  threshold: number | undefined,
  screen: Screen,
): string {
  const paint = painter(screen.color);
  return mappings
    .map(mapping => `\n${mappingLines(mapping, threshold, screen, paint).join('\n')}\n`)
    .join('');
}

function mappingLines(
  mapping: MappingCoverage,
  threshold: number | undefined,
  screen: Screen,
  paint: Paint,
): string[] {
  const { file, kinds, all, missed } = mapping;
  const counts = pointKinds.filter(kind => kinds[kind].of > 0).map(kind => row(kind, kinds[kind]));
  const rows = table([['coverage', 'reached', 'of', ''], ...counts, row('all', all)]);
  const below = `${shownPercent(all)} is below the threshold of ${threshold} %`;
  return [
    paint('bold', `coverage of ${displayPath(file, screen.cwd)}`),
    ...rows.split('\n').map(line => `  ${line}`.trimEnd()),
    ...missed.map(point => missedLine(point, screen, paint)),
    ...(isBelow(mapping, threshold) ? [paint('red', below)] : []),
  ];
}

function row(name: string, count: Count): string[] {
  return [name, String(count.reached), String(count.of), shownPercent(count)];
}

/** Never rounded up: what is not all is not 100 %. */
function shownPercent(count: Count): string {
  return `${Math.floor(percentOf(count) * 10) / 10} %`;
}

function missedLine(point: MissedPoint, { cwd }: Screen, paint: Paint): string {
  const { place, name, text } = point;
  const at = formatPlace({ ...place, file: displayPath(place.file, cwd) });
  const piece = text === undefined ? '' : `: ${paint('dim', text)}`;
  return `  ${at}  ${name} ${paint('yellow', never(point))}${piece}`;
}

/** The same for programs. */
export function coverageAsJson(
  mappings: readonly MappingCoverage[],
  threshold: number | undefined,
  { cwd }: { cwd: string },
): object[] {
  return mappings.map(mapping => ({
    mapping: displayPath(mapping.file, cwd),
    ...counted(mapping.all),
    threshold,
    passed: !isBelow(mapping, threshold),
    kinds: Object.fromEntries(pointKinds.map(kind => [kind, counted(mapping.kinds[kind])])),
    missed: mapping.missed.map(missed => {
      const { place, isSkipped: _, ...point } = missed;
      return { ...point, line: place.line, column: place.column, never: never(missed) };
    }),
  }));
}

function counted(count: Count): object {
  return { ...count, percent: percentOf(count) };
}
