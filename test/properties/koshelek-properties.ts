import fc from 'fast-check';
import { expect, onTestFinished, vi } from 'vitest';
import { changed, changes, pieces } from './bytes.js';
import { cardNumbers, cardRequests, numberIn, spellings } from './card-numbers.js';
import { bytesOf, requests } from './http-requests.js';
import { codeOf } from './http-responses.js';
import { canary } from './json-text.js';
import { anyLogin, wrongLogins } from './logins.js';
import { describeProperties } from './property.js';
import { startScene } from './scene-of-gateway.js';
import { mostly, targets } from './targets.js';

/** Whatever arrives: a real gateway, raw bytes, and what comes back read by the letter. */
export function koshelekProperties(times: number): void {
  describeProperties('whatever Koshelek sends', times, property => {
    property('arbitrary bytes are answered or hung up on', 40, async runs => {
      const scene = await startScene();
      await fc.assert(
        fc.asyncProperty(pieces(fc.uint8Array({ size: 'medium' })), async sent => {
          await scene.send(sent);
          await scene.expectAlive();
        }),
        runs,
      );
      expect(scene.calls).toEqual([]);
    });

    property('a request in which some bytes are others is answered as the API says', 100, async runs => {
      const scene = await startScene();
      const almost = fc
        .tuple(requests(anyLogin), changes)
        .map(([request, all]) => all.reduce(changed, bytesOf(request)));
      await fc.assert(
        fc.asyncProperty(pieces(almost), async sent => {
          const { responses } = await scene.send(sent);
          if (!String(Buffer.concat(sent)).includes('HEAD ')) expectBodies(responses);
          await scene.expectAlive();
        }),
        runs,
      );
    });

    property('requests of all sorts, one behind the other, are answered as the API says', 120, async runs => {
      const scene = await startScene();
      const warned = vi.spyOn(process, 'emitWarning');
      onTestFinished(() => warned.mockRestore());
      await fc.assert(
        fc.asyncProperty(fc.array(requests(anyLogin), { minLength: 1, maxLength: 3 }), async sent => {
          const { responses } = await scene.send(sent.map(bytesOf));
          if (!sent.some(({ line }) => line.includes('HEAD '))) expectBodies(responses);
          await scene.expectAlive();
        }),
        runs,
      );
      // Node prints what it warns of, and might quote a phone.
      expect(warned).not.toHaveBeenCalled();
      expect(scene.log.filter(line => line.includes(canary))).toEqual([]);
    });

    property('without the credentials nothing reaches the CRM', 60, async runs => {
      const scene = await startScene();
      await fc.assert(
        fc.asyncProperty(requests(wrongLogins()), async sent => {
          const { responses } = await scene.send([bytesOf(sent)]);
          // What is no HTTP has nobody to ask for credentials.
          for (const { status, body } of responses)
            expect(status === 401 || body === undefined || codeOf(body) === '1012').toBe(true);
          expect(scene.calls).toEqual([]);
          await scene.expectAlive();
        }),
        runs,
      );
    });

    property('HEAD and OPTIONS ask the CRM nothing, and HEAD is answered without a body', 60, async runs => {
      const scene = await startScene();
      const others = fc.constantFrom('HEAD', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE');
      const paths = mostly(
        targets,
        1,
        fc.constantFrom('/v1/card/4700', '/v1/card/anonymous', '*', '/v1/card/%zz'),
      );
      const more = mostly(
        anyLogin,
        4,
        fc.constantFrom(['no header'], ['Content-Length: x'], ['Host: second']),
      );
      await fc.assert(
        fc.asyncProperty(others, paths, more, async (method, path, headers) => {
          const sent = { line: `${method} ${path} HTTP/1.1`, headers: ['Host: test', ...headers], body: '' };
          const [response, ...rest] = (await scene.send([bytesOf(sent)])).responses;
          expect(rest).toEqual([]);
          expect(response?.status).not.toBe(200);
          expect(response?.body === undefined).toBe(method === 'HEAD');
          expect(scene.calls).toEqual([]);
        }),
        runs,
      );
      await scene.expectAlive();
    });

    property(
      'a card number is one segment, or one value, of the CRM calls, and the one that was sent',
      120,
      async runs => {
        const scene = await startScene();
        await fc.assert(
          fc.asyncProperty(cardNumbers, spellings, cardRequests, async (cardNumber, spell, request) => {
            scene.calls.length = 0;
            const { responses } = await scene.send([bytesOf(request(spell(cardNumber)))]);
            expect(responses.map(({ status }) => status)).not.toContain(401);
            const numbers = scene.calls
              .filter(call => !/^\w+ \/customers(\/7(\/consents)?)?$/.test(call))
              .map(numberIn);
            expect([...new Set(numbers)]).toEqual(numbers.length === 0 ? [] : [cardNumber]);
            if (responses[0]?.status === 200) expect(numbers).not.toEqual([]);
          }),
          runs,
        );
        await scene.expectAlive();
      },
    );
  });
}

function expectBodies(responses: readonly { body: string | undefined }[]): void {
  for (const { body } of responses) expect(body).toBeDefined();
}
