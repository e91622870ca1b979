import { type Helper, HelperError } from './helper.js';

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
    const fields = Object.fromEntries(new URLSearchParams(value));
    const isReceipt = ['t', 's', 'fn', 'i', 'fp'].every(name => fields[name]);
    if (!isReceipt) throw new HelperError('this is not the QR code of a receipt');
    const { t, s, fn, i, fp, n } = fields;
    return n === undefined ? { t, s, fn, i, fp } : { t, s, fn, i, fp, n };
  },
};
