// @ts-check
import { randomUUID } from 'node:crypto';
import { CrmError } from './crm-error.js';

/** More than anybody needs; the oldest one makes place for a new one. */
const MOST = 100;

/** Who has logged in, and until when. */
export class Sessions {
  /** @type {Map<string, number>} token to its end, in milliseconds */
  #ends = new Map();
  #options;

  /** @param {{ user: string, password: string, minutes: number, clock: () => number }} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {Record<string, unknown>} body */
  begin({ user, password }) {
    const { minutes, clock } = this.#options;
    if (user !== this.#options.user || password !== this.#options.password) {
      throw new CrmError(102, 'Неверный логин или пароль');
    }
    const [oldest] = this.#ends.keys();
    if (this.#ends.size >= MOST && oldest !== undefined) this.#ends.delete(oldest);
    const token = randomUUID();
    this.#ends.set(token, clock() + minutes * 60_000);
    return { token, minutes };
  }

  /** @param {unknown} token */
  check(token) {
    const end = this.#ends.get(String(token)) ?? 0;
    if (end <= this.#options.clock()) throw new CrmError(101, 'Сессия не найдена или истекла');
  }
}
