import { describe, expect, it } from 'vitest';
import { problemsOf, spotted } from '../run-steps.js';

const steps = (expression: string) => `it:\n  value: ${JSON.stringify(expression)}`;
const problems = (expression: string) => problemsOf(steps(expression));

describe('a setting that is written out and does not exist is an error', () => {
  it.each([
    [
      "$date($request.body.a, {'to': 'Europe/Moskow'})",
      '$date fails with "Europe/Moskow": there is no time zone',
    ],
    [
      "$date($request.body.a, {'form': 'UTC', 'to': 'UTC'})",
      '$date has no option "form"; its options are format, from, to',
    ],
    [
      "$date($request.body.a, {'format': 'dd.MM.yyyy'})",
      '$date fails with "dd.MM.yyyy": a pattern of dates is made of',
    ],
    ["$instant($request.body.a, {'from': 'MSK'})", '$instant fails with "MSK": there is no time zone'],
    ["$formatDate($request.body.a, 'yyyy')", '$formatDate fails with "yyyy": a pattern'],
    [
      "$formatDate($request.body.a, 'YYYY', 'Moscow')",
      '$formatDate fails with "Moscow": there is no time zone',
    ],
    ['$formatDate($request.body.a)', '$formatDate: say by which pattern'],
    ["$dayStart($request.body.a, 'Moscow')", '$dayStart fails with "Moscow": there is no time zone'],
    ['$dayEnd($request.body.a)', '$dayEnd: say in which time zone'],
    ["$hash($request.body.a, 'sha-256')", '$hash fails with "sha-256": the hashes are sha256'],
    ["$hash($request.body.a, 'md5', 'latin1')", '$hash fails with "latin1": a hash is written as hex'],
    ['$hash($request.body.a)', '$hash: the hashes are sha256'],
    [
      "$decimal($request.body.a, 2, 'halfup')",
      '$decimal fails with "halfup": a number is rounded down, halfUp',
    ],
  ])('%s', (expression, problem) => {
    expect(problems(expression).join()).toContain(`wrong-setting: ${problem}`);
  });

  it('at its quotes', () => {
    expect(spotted(steps("$date($request.body.a, {'to': 'MSK'})"))).toEqual(["'MSK'})\""]);
  });
});

describe('one that may be right is none', () => {
  it.each([
    "$date($request.body.a, {'to': 'Europe/Moscow'})",
    "$date($request.body.a, {'to': $params.ZONE})",
    "$date($request.body.a, {'format': 'milliseconds', 'to': '+03:00'})",
    "$formatDate($request.body.a, 'DD.MM.YYYY')",
    "$dayStart($request.body.a, 'UTC', 'seconds')",
    "$hash($request.body.a, 'md5', 'base64')",
    "$decimal($request.body.a, 2, 'halfUp')",
    "$request.body.a ~> $hash('md5')",
  ])('%s', expression => {
    expect(problemsOf(steps(expression), { params: 'ZONE: { default: UTC }' })).toEqual([]);
  });
});
