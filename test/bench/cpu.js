// @ts-check
import { readFileSync } from 'node:fs';

/** Microseconds of a tick in /proc, which are a hundredth of a second on every Linux that Node runs on. */
const TICK = 10_000;

/**
 * The CPU time that a process has taken so far, all of its threads together.
 *
 * @param {number} pid
 * @returns {number} microseconds; NaN where there is no /proc
 */
export function cpuTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return Number.NaN;
  }
}
