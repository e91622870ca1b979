import type { Helper } from './helper.js';

export const field: Helper = {
  name: 'field',
  signature: '<s?x?:o>',
  summary: 'an object with one field, whose name a param may say; nothing without the name or the value',
  examples: [
    { expression: "$field('uf_city', 'Moscow')", gives: { uf_city: 'Moscow' } },
    {
      expression: "$merge([{'name': 'Ann'}, $field('uf_city', 'Moscow')])",
      gives: { name: 'Ann', uf_city: 'Moscow' },
    },
    { expression: "$field('uf_city', $request.body.locality)", gives: undefined },
    { expression: "$field($request.body.nothing, 'Moscow')", gives: undefined },
  ],
  run: (name?: string, value?: unknown) =>
    name === undefined || value === undefined ? undefined : Object.fromEntries([[name, value]]),
};
