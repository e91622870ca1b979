import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Cleanup } from '../e2e/cleanup.js';
import { listenOnLoopback } from '../e2e/loopback.js';

/** An answer before it is sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** A request that was let in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

type Json = Record<string, unknown>;

interface Holder {
  phone: string;
  email?: string;
  cardNumber: string;
  isBlocked?: boolean;
}

const purchase = (date: string, item: string) => ({
  date,
  item,
  amount: '149000',
  quantity: '1',
  location: 'Рассвет на Лесной',
  bonuses: '74.5',
});

/**
 * The Loyalty Online API in memory, as it should be. A test that wants something wrong replaces one of its methods.
 * The people are those of the data file that `--init` writes.
 */
export class Service {
  readonly login: string = 'koshelek';
  readonly password: string = 'пароль: secret';
  holders: Holder[] = [
    { phone: '79620480100', email: 'maria.ivanova@example.com', cardNumber: '4700000000000072783' },
    { phone: '79620480102', cardNumber: '4700000000000072805', isBlocked: true },
  ];
  purchases = [
    purchase('2026-01-15', 'Кофе в зёрнах, 1 кг'),
    purchase('2026-03-02', 'Сыр полутвёрдый, вес'),
    purchase('2026-06-30', 'Яблоки, вес'),
  ];
  /** What was called. */
  readonly asked: string[] = [];
  protected nextFree = 4700000000000080001n;
  readonly reserved = new Set<string>();

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
    this.asked.push(`${request.method} ${pathname}`);
    const body = await this.read(request);
    const asked = { method: request.method ?? '', path: pathname, query: searchParams, body: body ?? '' };
    this.send(response, this.answer(request, asked, body !== undefined), asked);
  }

  answer(request: IncomingMessage, asked: Asked, isRead: boolean): Answer {
    if (!this.letsIn(request.headers.authorization ?? '')) return this.unauthorized();
    if (!isRead) return this.error('1004', 'Тело запроса слишком велико');
    return this.respond(asked);
  }

  letsIn(authorization: string): boolean {
    const [, scheme = '', encoded = ''] = /^(\S+) +(\S+)$/.exec(authorization) ?? [];
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    return this.isScheme(scheme) && this.isUser(text);
  }

  isScheme(scheme: string): boolean {
    return scheme.toLowerCase() === 'basic';
  }

  isUser(text: string): boolean {
    return text === `${this.login}:${this.password}`;
  }

  unauthorized(): Answer {
    const answer = this.error('1009', 'Неверный логин или пароль');
    const challenge = { 'WWW-Authenticate': 'Basic realm="loyalty", charset="UTF-8"' };
    return { ...answer, status: 401, headers: { ...answer.headers, ...challenge } };
  }

  /** @returns nothing when the body is too large */
  async read(request: IncomingMessage): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return bytes.length > 100_000 ? undefined : bytes.toString('utf8');
  }

  respond({ method, path, query, body }: Asked): Answer {
    const [, version, first, number = '', last] = path.split('/');
    if (version !== 'v1') return this.unknownPath();
    const route = `${method} ${[first, number && (isWord(number) ? number : '*'), last && (isWord(last) ? last : '*')].filter(Boolean).join('/')}`;
    switch (route) {
      case 'GET card':
        return this.findCard(query);
      case 'GET card/anonymous':
        return this.reserveCard();
      case 'POST card/anonymous':
        return this.withBody(body, profile => this.issueCard(profile));
      case 'POST card/anonymous/*':
        return this.withBody(body, profile => this.issueReserved(last ?? '', profile));
      case 'GET card/getAllUsers':
        return this.json(['79620480100']);
      case 'GET card/getAllUsersExtended':
        return this.json([{ phone: '79620480100', params: [{ name: 'tier', value: 'gold' }] }]);
      case 'GET card/*':
        return this.getCard(number);
      case 'POST card/*':
        return this.withBody(body, () => this.change(number));
      case 'PUT card/*/communication':
        return this.withBody(body, () => this.changeConsents(number));
      case 'GET card/*/purchases':
        return this.listPurchases(number, query.get('startDate') ?? '', query.get('endDate') ?? '9999-12-31');
      case 'GET promo':
        return this.listPromos();
      case 'POST promo/qrCode':
        return this.withBody(body, () => this.nothing());
      default:
        return this.unknownPath();
    }
  }

  findCard(query: URLSearchParams): Answer {
    const found = this.holders.find(
      ({ phone, email }) => phone === query.get('msisdn') || (email ?? '') === query.get('email'),
    );
    if (!found) return this.nobody();
    if (found.isBlocked) return this.error('2003', 'Карта заблокирована');
    return this.json({ card: this.card(found.cardNumber) });
  }

  nobody(): Answer {
    return this.nothing();
  }

  card(cardNumber: string): Json {
    return {
      cardNumber,
      cardState: 'active',
      barcode: { barcodeNumber: cardNumber, barcodeType: 'EAN_13' },
    };
  }

  bonus(): Json | undefined {
    const bonuses = [{ description: 'Приветственные', amount: '300', validUntil: '2026-12-31' }];
    return { total: '300', available: '300', bonuses };
  }

  getCard(cardNumber: string): Answer {
    if (!this.holderOf(cardNumber)) return this.unknownCard();
    return this.json({ card: { ...this.card(cardNumber), bonus: this.bonus() } });
  }

  reserveCard(): Answer {
    const number = this.free();
    this.reserved.add(number);
    return this.json({ cardNumber: number });
  }

  free(): string {
    this.nextFree += 7n;
    return String(this.nextFree);
  }

  issueReserved(cardNumber: string, { phone }: Json): Answer {
    if (!this.reserved.has(cardNumber)) return this.error('2004', 'Номер карты не зарезервирован');
    return this.issue(cardNumber, String(phone), () => this.nothing());
  }

  issueCard({ phone }: Json): Answer {
    const number = this.free();
    return this.issue(number, String(phone), () => this.json({ card: this.card(number) }));
  }

  issue(cardNumber: string, phone: string, done: () => Answer): Answer {
    if (this.holders.some(holder => holder.phone === phone)) return this.error('2007', 'Телефон занят');
    this.reserved.delete(cardNumber);
    this.holders.push({ phone, cardNumber });
    return done();
  }

  change(cardNumber: string): Answer {
    return this.holderOf(cardNumber) ? this.nothing() : this.unknownCard();
  }

  changeConsents(cardNumber: string): Answer {
    return this.change(cardNumber);
  }

  listPurchases(cardNumber: string, startDate: string, endDate: string): Answer {
    if (!this.holderOf(cardNumber)) return this.unknownCard();
    const isWrong = !isDay(startDate) || !isDay(endDate) || startDate > endDate;
    if (isWrong) return this.error('1006', 'Некорректная дата');
    return this.json(this.purchases.filter(({ date }) => date >= startDate && date <= endDate));
  }

  listPromos(): Answer {
    return this.json([{ id: '1', title: 'Скидка на кофе', description: 'По выходным' }]);
  }

  withBody(body: string, use: (value: Json) => Answer): Answer {
    try {
      return use(JSON.parse(body));
    } catch {
      return this.error('1002', 'Тело запроса не является JSON');
    }
  }

  unknownCard(): Answer {
    return this.error('2001', 'Карта не найдена');
  }

  unknownPath(): Answer {
    return this.error('1011', 'Операция не существует');
  }

  error(code: string, description: string): Answer {
    return this.json({ code, description }, 422);
  }

  json(value: unknown, status = 200): Answer {
    return { status, headers: this.headers(), body: JSON.stringify(value) };
  }

  nothing(): Answer {
    return { status: 200, headers: this.headers(), body: '' };
  }

  headers(): Record<string, string> {
    return { 'Content-Type': 'application/json; charset=utf-8' };
  }

  send(response: ServerResponse, { status, headers, body }: Answer, _asked: Asked): void {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  }

  holderOf(cardNumber: string): Holder | undefined {
    return this.holders.find(holder => holder.cardNumber === cardNumber);
  }
}

/** A segment that is none of the numbers. */
function isWord(segment: string): boolean {
  return /^[a-z]+$/i.test(segment);
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Serves on a free port of this machine until the test ends. */
export async function listen(
  service: Service,
  cleanup: Cleanup,
  tls?: { key: string; cert: string },
): Promise<{ url: string; server: Server }> {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // A client that goes in the middle of its request.
    service.handle(request, response).catch(() => response.destroy());
  };
  const server: Server = tls ? createSecureServer(tls, handle) : createServer(handle);
  const { port } = await listenOnLoopback(server, cleanup);
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, server };
}
