// @ts-check
import { isDay } from './time.js';

/** @import { Customer, Problem, Profile, Store } from './types.js' */

/** @type {(keyof Profile)[]} */
const FIELDS = [
  'phone',
  'email',
  'lastName',
  'firstName',
  'middleName',
  'gender',
  'birthDate',
  'country',
  'city',
];

/**
 * The profile fields that are in the body. Other members are ignored; an empty text counts as null.
 *
 * @param {Record<string, unknown>} body
 * @returns {{ profile: Partial<Profile>, problems: Problem[] }}
 */
export function readProfile(body) {
  /** @type {Record<string, unknown>} */
  const profile = {};
  /** @type {Problem[]} */
  const problems = [];
  for (const field of FIELDS) {
    if (body[field] === undefined) continue;
    const value = body[field] === '' ? null : body[field];
    const problem = findProblem(field, value);
    if (problem) problems.push(problem);
    else profile[field] = value;
  }
  return { profile, problems };
}

/**
 * @param {keyof Profile} field
 * @param {unknown} value
 * @returns {Problem | undefined}
 */
function findProblem(field, value) {
  if (field === 'phone') {
    if (typeof value === 'string' && /^\+[1-9]\d{7,14}$/.test(value)) return undefined;
    return { field, code: 'BAD_PHONE', message: 'The phone must be a plus and 8 to 15 digits.' };
  }
  if (value === null) return undefined;
  if (typeof value !== 'string') return { field, code: 'BAD_FIELD', message: 'The value must be text.' };
  if (field === 'gender' && value !== 'F' && value !== 'M') {
    return { field, code: 'BAD_FIELD', message: 'The gender is F or M.' };
  }
  if (field === 'birthDate' && !isDay(value)) {
    return { field, code: 'BAD_FIELD', message: 'The birth date is a date such as 1985-04-12.' };
  }
  return undefined;
}

/**
 * @param {Store} store
 * @param {Partial<Profile>} profile
 * @param {Customer} [self] the customer whose profile it becomes; what he has already, he may keep
 * @returns {Problem[]}
 */
export function findConflicts(store, profile, self) {
  const { phone, email } = profile;
  const others = store.customers.filter(customer => customer !== self);
  /** @type {Problem[]} */
  const conflicts = [];
  if (phone && phone !== self?.phone && others.some(other => other.phone === phone)) {
    conflicts.push({ field: 'phone', code: 'PHONE_TAKEN', message: 'Another customer has this phone.' });
  }
  if (email && !sameEmail(email, self?.email) && others.some(other => sameEmail(email, other.email))) {
    conflicts.push({ field: 'email', code: 'EMAIL_TAKEN', message: 'Another customer has this email.' });
  }
  return conflicts;
}

/**
 * @param {string} left
 * @param {string | null | undefined} right
 */
export function sameEmail(left, right) {
  return left.toLowerCase() === right?.toLowerCase();
}
