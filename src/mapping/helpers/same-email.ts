import type { Helper } from './helper.js';

/**
 * Small and large letters are alike. Only one of the two would make one of letters that merely look so: the sign of
 * Kelvin becomes a k, and would be somebody else's address.
 */
function areAlike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() && a.toUpperCase() === b.toUpperCase();
}

export const sameEmail: Helper = {
  name: 'sameEmail',
  signature: '<x?s?:b>',
  summary: 'whether what a CRM keeps is this address, in small letters or large ones',
  examples: [
    { expression: "$sameEmail(' Ann@Example.com ', 'ann@example.com')", gives: true },
    { expression: "$sameEmail('ann@example.com', 'anna@example.com')", gives: false },
    { expression: "$sameEmail(false, 'ann@example.com')", gives: false },
    { expression: "$sameEmail($request.body.nothing, 'ann@example.com')", gives: false },
    { expression: "$sameEmail('ann@example.com', $request.query.email)", gives: undefined },
  ],
  run: (value: unknown, email?: string) => {
    if (email === undefined) return undefined;
    return typeof value === 'string' && areAlike(value.trim(), email.trim());
  },
};
