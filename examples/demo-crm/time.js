// @ts-check
// All shops of this retailer keep Moscow time, which has had no summer time since 2014.

const OFFSET = '+03:00';
const OFFSET_MS = 3 * 60 * 60 * 1000;

/** @param {number} ms */
export function shopTime(ms) {
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}${OFFSET}`;
}

/**
 * The shop's own calendar day of a timestamp that shopTime wrote.
 *
 * @param {string} timestamp
 */
export function shopDay(timestamp) {
  return timestamp.slice(0, 10);
}

/** @param {string} text */
export function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // 30 February parses, but as 2 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
