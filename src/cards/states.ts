/** That a number is doubtful: it was left so, or the lease of its claim is over. */
export function isDoubtful(now: string): string {
  return `(state = 'doubtful' or state = 'issuing' and due <= ${now})`;
}

/** What becomes of a number that is issued, but for whose it is. */
export const asIssued = `state = 'issued', reserved_until = null, held_for = null, token = null, due = null`;

/** What becomes of a number that is free again: all is forgotten. */
export const asFree = `state = 'free', reserved_until = null, held_for = null, person = null, token = null, due = null, looks = 0`;
