import type { Document } from '../../document/document.js';
import type { Path } from '../../document/place.js';
import type { Expression } from '../expression.js';
import type { VerifyFields } from '../fields.js';
import type { ClaimStep, MappedOperation, Step } from '../mapping.js';

/** Where findings go. */
interface To {
  readonly document: Document;
}

/** Who is the same in every request makes every request a repetition of the first. */
export function checkPerson({ document }: To, path: Path, person: Expression | undefined): void {
  if (!person || [...person.reads].some(name => name !== 'params')) return;
  const message = `${path.at(-1)} is the same for every card: nobody could be told from somebody else`;
  document.error('constant-person', path, message, 'read the request or a step, such as $request.body.phone');
}

/** What `cards.verify` may not do. It is run when nobody knows what happened, and again, and by nobody's order. */
export function reportVerify(
  to: To,
  path: Path,
  fields: VerifyFields,
  steps: readonly Step[],
  owner: Expression | undefined,
): void {
  const { document } = to;
  checkPerson(to, [...path, 'owner'], owner);
  const writes = new Set(steps.filter(isWrite).map(({ name }) => name));
  for (const [name, { kind }] of Object.entries(fields.steps)) {
    const what = writes.has(name) ? 'writes' : FOREIGN[kind];
    if (what === undefined) continue;
    const message = `the step ${name} ${what}, and cards.verify only reads`;
    const hint = writes.has(name) ? 'a call that only reads may say so: safe: true' : undefined;
    document.errorAtKey('verify-write', [...path, 'steps', name], message, hint);
  }
}

const FOREIGN: Readonly<Record<string, string | undefined>> = {
  answer: 'answers',
  reserve: 'reserves a number',
  claim: 'claims a number',
};

/**
 * What is wrong with the claims of operations. Findings go to the document.
 *
 * @param canVerify whether the mapping says how to ask for the owner of a number
 */
export function reportClaims(
  { document }: To,
  mapped: ReadonlyMap<string, MappedOperation>,
  canVerify: boolean,
): void {
  for (const operation of mapped.values()) {
    const steps = operation.kind === 'steps' ? stepsOf(operation) : [];
    const claims = steps.filter(step => step.kind === 'claim');
    const [first] = claims;
    if (!first) continue;
    if (!canVerify) {
      const message = `after a timeout nobody could find out whether ${first.name} was successful: there is no cards.verify`;
      const hint = 'add cards: { verify: { steps: …, owner: … } }, which asks the CRM who has the number';
      document.report('error', 'claim-without-verify', first.place, message, hint);
    }
    reportSecond(document, claims);
    reportWritesAbove(document, steps, first);
  }
}

/** Two that have conditions may well exclude one another. */
function reportSecond(document: Document, claims: readonly ClaimStep[]): void {
  const [second] = claims.filter(
    (claim, index) => index > 0 && (!claim.when || claims.slice(0, index).some(({ when }) => !when)),
  );
  if (!second) return;
  const message = `${second.name} is a second claim: an operation issues one card`;
  document.report('error', 'second-claim', second.place, message, 'leave one, or let when: choose');
}

function reportWritesAbove(document: Document, steps: readonly Step[], claim: ClaimStep): void {
  for (const step of steps.slice(0, steps.indexOf(claim))) {
    if (!isWrite(step) || step.isIdempotent) continue;
    const message = `the write ${step.name} stands above the claim ${claim.name}: a repeated request makes it again`;
    const hint = `move it below ${claim.name}, or write idempotent: true where it may be made twice`;
    document.report('warning', 'write-above-claim', step.place, message, hint);
  }
}

/** The writes below a claim: a repeated request does without them. */
export function writesBelowClaim(mapped: MappedOperation | undefined): ReadonlySet<string> {
  const steps = mapped?.kind === 'steps' ? stepsOf(mapped) : [];
  const at = steps.findIndex(({ kind }) => kind === 'claim');
  return new Set(
    at < 0
      ? []
      : steps
          .slice(at)
          .filter(isWrite)
          .map(({ name }) => name),
  );
}

function stepsOf({ stages }: Extract<MappedOperation, { kind: 'steps' }>): Step[] {
  return stages.flat().map(({ step }) => step);
}

function isWrite(step: Step): step is Extract<Step, { kind: 'call' }> {
  return step.kind === 'call' && step.isWrite;
}
