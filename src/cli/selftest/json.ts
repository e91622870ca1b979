import { writeJson } from '../../json/write.js';
import type { Exchange } from '../../selftest/exchange.js';
import { rules } from '../../selftest/rules.js';
import type { SelftestResult } from '../../selftest/run.js';
import type { StepResult } from '../../selftest/step.js';
import { bodyText } from './exchange.js';
import type { Heading } from './options.js';
import { totalOf } from './tables.js';

/** The results for programs: one JSON document, with every exchange and every rule that did not hold. */
export function selftestAsJson(heading: Heading, result: SelftestResult): string {
  const { scenarios, latencies, stopped } = result;
  const problems = scenarios.flatMap(({ steps }) => steps.flatMap(step => step.problems));
  const named = Object.entries(rules).filter(([id]) => problems.some(({ rule }) => rule === id));
  return `${writeJson({
    ...heading,
    ...totalOf(scenarios),
    stopped,
    rules: Object.fromEntries(named.map(([id, { text, source }]) => [id, { text, source }])),
    latencies,
    scenarios: scenarios.map(({ id, title, steps }) => ({ id, title, steps: steps.map(stepAsJson) })),
  })}\n`;
}

function stepAsJson({ problems, exchanges, ...step }: StepResult): object {
  return {
    ...step,
    problems: problems.map(({ exchange, ...problem }) => ({
      ...problem,
      exchange: exchange && exchanges.indexOf(exchange),
    })),
    exchanges: exchanges.map(exchangeAsJson),
  };
}

function exchangeAsJson({ sent, came, fault, milliseconds }: Exchange): object {
  return {
    sent: { ...sent, body: sent.body && bodyText(sent.body, sent.size) },
    came: came && {
      status: came.status,
      headers: came.headers,
      body: bodyText(came.body, came.size),
      bytes: came.size,
    },
    fault,
    milliseconds,
  };
}
