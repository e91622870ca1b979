import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from './refusal.js';

/** Who may come in: only pages of this server, and, where it is asked for, only those who know its token. */
export class Door {
  /** The cookies of a host are those of all its ports. */
  private readonly cookie: string;

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly token: string | undefined,
  ) {
    this.cookie = `loyalty-gw-playground-${port}`;
  }

  /**
   * A page of anybody can send requests here through the browser of somebody who sits at this machine, and can give its
   * own name the address 127.0.0.1 to read the answers as well (DNS rebinding). The browser tells by which name it came,
   * and whose page asks.
   *
   * @throws Refusal `forbidden`
   */
  check({ headers }: IncomingMessage, isApi: boolean): void {
    const { host = '', origin } = headers;
    const site = headers['sec-fetch-site'];
    if (!this.isOwn(host)) throw forbidden('this name is not that of the playground');
    if (origin !== undefined && origin !== `http://${host}`)
      throw forbidden('another page asks: only that of the playground may');
    // Whoever follows a link to the page comes from elsewhere, too.
    if (isApi && site !== undefined && site !== 'same-origin' && site !== 'none')
      throw forbidden('another page asks: only that of the playground may');
    if (isApi && !this.hasCookie(headers.cookie))
      throw forbidden('open the address that the command has printed: its token is missing');
  }

  /** Whether a request for a page is that of somebody who was let in before. */
  isLetIn({ headers }: IncomingMessage): boolean {
    return this.hasCookie(headers.cookie);
  }

  /** The cookie that lets in whoever has the token; `undefined` for a wrong one. */
  cookieFor(token: string | null): string | undefined {
    if (this.token === undefined || token === null || !isSame(token, this.token)) return undefined;
    return `${this.cookie}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  private hasCookie(cookies = ''): boolean {
    if (this.token === undefined) return true;
    const pairs = cookies.split(';').map(pair => pair.trim());
    const own = pairs.find(pair => pair.startsWith(`${this.cookie}=`));
    return own !== undefined && isSame(own.slice(this.cookie.length + 1), this.token);
  }

  /** By a loopback address, by the address or the name that it listens on, and always by its port. */
  private isOwn(host: string): boolean {
    const [, name = '', port = '80'] = /^(\[[\da-f:.]+\]|[^:[\]]*)(?::(\d+))?$/i.exec(host) ?? [];
    if (Number(port) !== this.port) return false;
    const address = name.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    if (address === 'localhost' || isLoopback(address)) return true;
    // Behind a token any address is one of this machine, which may have several; a name must be the one that was given.
    return this.token !== undefined && (isIP(address) !== 0 || address === this.host.toLowerCase());
  }
}

export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function forbidden(message: string): Refusal {
  return new Refusal('forbidden', message);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
