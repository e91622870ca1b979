import { type Helper, HelperError } from './helper.js';

/**
 * What the fiscal drives print: day and time with or without seconds, roubles, the numbers of the drive, the
 * document and its sign, the kind of operation. Whether there is such a receipt is for the CRM to say.
 */
const shapes: ReadonlyMap<string, RegExp> = new Map([
  ['t', /^\d{8}T\d{4}(?:\d{2})?$/],
  ['s', /^\d{1,12}(?:\.\d{1,2})?$/],
  ['fn', /^\d{1,16}$/],
  ['i', /^\d{1,10}$/],
  ['fp', /^\d{1,10}$/],
  ['n', /^\d$/],
]);

export const receipt: Helper = {
  name: 'receipt',
  signature: '<s?:o>',
  summary: 'the fields of the QR code on a Russian fiscal receipt, as texts',
  examples: [
    {
      expression: "$receipt('t=20190814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1')",
      gives: {
        t: '20190814T190500',
        s: '1250.50',
        fn: '9282000100000000',
        i: '12345',
        fp: '1234567890',
        n: '1',
      },
    },
    { expression: '$receipt($request.body.qrCode)', gives: undefined },
    {
      expression: "$receipt('https://example.com')",
      gives: 'this is not the QR code of a receipt',
      fails: true,
    },
  ],
  run: (value?: string) => {
    if (value === undefined) return undefined;
    const given = new URLSearchParams(value.trim());
    const fields: Record<string, string> = {};
    for (const [name, shape] of shapes) {
      const [text, ...others] = given.getAll(name);
      if (text === undefined && name === 'n') continue;
      if (text === undefined || others.length > 0 || !shape.test(text)) {
        throw new HelperError('this is not the QR code of a receipt');
      }
      fields[name] = text;
    }
    return fields;
  },
};
