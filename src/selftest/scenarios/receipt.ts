import { type Scenario, step } from '../step.js';

export const receipt: Scenario = {
  id: 'receipt',
  title: 'Receipt QR',
  steps: [
    step(
      'the QR code of a receipt is taken',
      { operation: 'sendReceiptQr', writes: true, needs: ['receipt'] },
      async (probe, { receipt: body }) => {
        await probe.call('sendReceiptQr', { body });
      },
    ),
  ],
};
