import fc from 'fast-check';
import { expect } from 'vitest';
import { errorCatalogue } from '../../src/loyalty-api/errors.js';
import type { OperationId } from '../../src/loyalty-api/operations.js';
import { problemsOf200 } from './answers.js';
import { canary } from './json-text.js';
import { describeProperties } from './property.js';
import { outcomeOf, repliesFor } from './replies.js';
import { saysCard, saysDone, saysIssued, saysNobody } from './said.js';
import { type Played, play, type Scene, scenes } from './scenes.js';

/** Every error body that there is: none of them can hold a word of the CRM. */
const errorBodies = new Set(
  Object.values(errorCatalogue).map(({ code, description }) =>
    JSON.stringify({ code, description: description.ru }),
  ),
);

/** What holds of every answer, whatever the CRM replied. */
function expectAllowed(scene: Scene, { answer }: Played): void {
  if (answer.status === 200) {
    expect(problemsOf200(scene.operation, answer.body)).toEqual([]);
    return;
  }
  expect(answer.status).toBe(422);
  expect(errorBodies).toContain(answer.body);
  // That would be a mistake of ours.
  expect(answer.failure?.error).not.toBe('internalError');
  expect(answer.failure?.message).not.toContain(canary);
}

const of = (...ids: OperationId[]) => scenes.filter(({ operation }) => ids.includes(operation));

/** Whatever the CRM replies: the real engine, the shipped mapping, and replies of all sorts. */
export function crmProperties(times: number): void {
  describeProperties('whatever the CRM replies', times, property => {
    const holds = (some: readonly Scene[], check: (scene: Scene, played: Played) => void) =>
      fc.asyncProperty(repliesFor(some), async ({ index, replies }) => {
        const scene = some[index] as Scene;
        check(scene, await play(scene, replies.map(outcomeOf)));
      });

    property('the answer is one that the API knows, and no error quotes the CRM', 700, runs =>
      fc.assert(holds(scenes, expectAllowed), runs),
    );

    property('findCard says "nobody", or gives a card, only when the CRM says so', 700, runs =>
      fc.assert(
        holds(of('findCard'), (scene, played) => {
          expectAllowed(scene, played);
          const { status, body } = played.answer;
          if (status !== 200) return;
          if (body === '') expect(saysNobody(played.heard)).toBe(true);
          else expect(saysCard(played.heard, JSON.parse(body).card.cardNumber)).toBe(true);
        }),
        runs,
      ),
    );

    property('a change is done only when the CRM says so', 300, runs =>
      fc.assert(
        holds(of('updateCardholder', 'updateCommunication', 'sendReceiptQr'), (scene, played) => {
          expectAllowed(scene, played);
          if (played.answer.status === 200) expect(saysDone(played.heard)).toBe(true);
        }),
        runs,
      ),
    );

    property('a reserved card is issued only when the CRM says so', 300, runs =>
      fc.assert(
        holds(of('issueReservedCard'), (scene, played) => {
          expectAllowed(scene, played);
          const { phone } = JSON.parse(new TextDecoder().decode(scene.request.body));
          if (played.answer.status === 200) expect(saysIssued(played.heard, `+${phone}`)).toBe(true);
        }),
        runs,
      ),
    );
  });
}
