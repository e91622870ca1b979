import type { Server } from 'node:http';
import type { RuleId } from '../../src/selftest/rules.js';
import type { SelftestOptions } from '../../src/selftest/run.js';
import type { Answer, Asked, Service } from './service.js';

/** One thing that is wrong with a service, and the rules that it breaks: these and no others. */
export interface Sabotage {
  readonly name: string;
  /** A question mark behind those that are only warned of. */
  readonly breaks: readonly (RuleId | `${RuleId}?`)[];
  readonly change: (service: Service) => void;
  /** For what is wrong below HTTP. */
  readonly onServer?: (server: Server) => void;
  readonly options?: Partial<SelftestOptions>;
}

/** Answers otherwise than it should. */
type Otherwise = (answer: Answer, asked: Asked) => Answer;

function answers(otherwise: Otherwise): (service: Service) => void {
  return service => {
    const send = service.send.bind(service);
    service.send = (response, answer, asked) => send(response, otherwise({ ...answer }, asked), asked);
  };
}

const withType =
  (type: string): Otherwise =>
  answer => ({ ...answer, headers: { ...answer.headers, 'Content-Type': type } });

const withBody = (body: string | Buffer, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body,
});

/** Changes the text of the answers to some requests. */
const rewritten =
  (which: RegExp, change: (text: string) => string | Buffer): Otherwise =>
  (answer, { path }) =>
    which.test(path) && answer.status === 200 ? { ...answer, body: change(String(answer.body)) } : answer;

const page = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const html: Answer = { status: 200, headers: { 'Content-Type': 'text/html' }, body: page };

const isPromo = ({ path }: Asked) => path.endsWith('/promo');
const isUnknownCard = ({ method, path }: Asked) => method === 'GET' && /\/card\/\d+84$/.test(path);

const bodies: Sabotage[] = [
  {
    name: 'numbers instead of strings',
    breaks: ['scalars-are-strings'],
    change: service => {
      service.bonus = () => ({ total: 300.5, available: '300', bonuses: [] });
    },
  },
  {
    name: 'a boolean and a null in members that the API does not name',
    breaks: ['scalars-are-strings'],
    change: service => {
      const card = service.card.bind(service);
      service.card = number => ({ ...card(number), isVip: true, nickname: null });
    },
  },
  {
    name: 'a card number of 19 digits as a JSON number',
    breaks: ['scalars-are-strings'],
    change: answers(
      rewritten(/\/card\/\d+$/, text => text.replace(/"cardNumber":"(\d+)"/, '"cardNumber":$1')),
    ),
  },
  {
    name: 'everything wrapped in `data`',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => (text === '' ? '' : `{"data":${text}}`))),
  },
  {
    name: 'an object instead of a list',
    breaks: ['contract'],
    change: answers(rewritten(/\/purchases$/, text => `{"purchases":${text}}`)),
  },
  {
    name: 'a list instead of an object',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => (text === '' ? '' : `[${text}]`))),
  },
  {
    name: 'a barcode type that does not exist',
    // issueCard, which is assumed, has one too.
    breaks: ['contract', 'contract?'],
    change: answers(rewritten(/card/, text => text.replace('EAN_13', 'EAN13'))),
  },
  {
    name: 'a required member is missing',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace('"cardState":"active",', ''))),
  },
  {
    name: 'dates in another format',
    breaks: ['contract'],
    change: answers(rewritten(/purchases/, text => text.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$3.$2.$1'))),
  },
  {
    name: 'a day that the calendar does not have',
    breaks: ['contract'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace('2026-12-31', '2026-11-31'))),
  },
  {
    name: 'a list where promos are is an object: only warned of, for the operation is assumed',
    breaks: ['contract?'],
    change: answers(rewritten(/\/promo$/, () => '{}')),
  },
  {
    name: 'two members of one name',
    breaks: ['duplicate-members'],
    change: answers(
      rewritten(/\/card\/\d+$/, text => text.replace('"cardState"', '"cardState":"inactive","cardState"')),
    ),
  },
  {
    name: 'JSON with a comma too many',
    breaks: ['json'],
    change: answers(rewritten(/\/card\/\d+$/, text => text.replace(/}$/, ',}'))),
  },
  {
    name: 'a byte order mark',
    breaks: ['json'],
    change: answers(rewritten(/\/purchases$/, text => `\uFEFF${text}`)),
  },
  {
    name: 'bodies packed without being asked for',
    breaks: ['json'],
    change: answers((answer, asked) =>
      isPromo(asked) ? { ...answer, headers: { ...answer.headers, 'Content-Encoding': 'gzip' } } : answer,
    ),
  },
  {
    name: 'Cyrillic in windows-1251',
    breaks: ['utf-8'],
    change: answers(
      rewritten(/\/promo$/, () => Buffer.from('[{"title":"\xd1\xea\xe8\xe4\xea\xe0"}]', 'latin1')),
    ),
  },
  {
    name: 'half a letter',
    breaks: ['utf-8'],
    change: answers(rewritten(/\/promo$/, () => Buffer.from('[{"title":"\xd0"}]', 'latin1'))),
  },
  {
    name: 'UTF-8 read as Latin-1',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => Buffer.from(text).toString('latin1'))),
  },
  {
    name: 'UTF-8 read as windows-1251',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => new TextDecoder('windows-1251').decode(Buffer.from(text)))),
  },
  {
    name: 'letters lost as question marks',
    breaks: ['mojibake'],
    change: service => {
      service.unknownCard = () => service.error('2001', '????? ?? ???????');
    },
  },
  {
    name: 'letters replaced with U+FFFD',
    breaks: ['mojibake'],
    change: answers(rewritten(/\/promo$/, text => text.replace('Скидка', 'Ск\uFFFDдка'))),
  },
  {
    name: 'an item of another spelling',
    breaks: ['purchases-text'],
    change: answers(rewritten(/\/purchases$/, text => text.replaceAll('Кофе', 'Kofe'))),
  },
];

const transport: Sabotage[] = [
  {
    name: 'no charset',
    breaks: ['auth-refusal-body?', 'content-type'],
    change: answers(withType('application/json')),
  },
  {
    name: 'another charset',
    breaks: ['auth-refusal-body?', 'content-type'],
    change: answers(withType('application/json; charset=windows-1251')),
  },
  {
    name: 'no content type where the body is empty',
    breaks: ['content-type'],
    change: answers(answer => (answer.body === '' ? { ...answer, headers: {} } : answer)),
  },
  {
    name: 'a page of HTML as a success',
    breaks: ['content-type', 'json'],
    change: service => {
      service.getCard = number => (service.holderOf(number) ? html : service.unknownCard());
    },
  },
  {
    name: 'a page of HTML with status 500',
    breaks: ['content-type', 'status-code'],
    change: service => {
      service.listPurchases = () => ({ ...html, status: 500 });
    },
  },
  {
    name: '404 for an unknown card',
    breaks: ['status-code'],
    change: answers((answer, asked) => (isUnknownCard(asked) ? { ...answer, status: 404 } : answer)),
  },
  {
    name: '404 for an unknown path',
    breaks: ['status-code'],
    change: service => {
      service.unknownPath = () => ({ ...service.error('1011', 'Нет такого пути'), status: 404 });
    },
  },
  {
    name: '200 for an unknown path: only warned of',
    breaks: ['unknown-path?'],
    change: service => {
      const respond = service.respond.bind(service);
      service.respond = asked =>
        asked.path === '/v1/no-such-operation' ? service.nothing() : respond(asked);
    },
  },
  {
    name: '201 for what was issued',
    breaks: ['status-code'],
    change: answers((answer, { path }) =>
      /anonymous\/\d+$/.test(path) && answer.status === 200 ? { ...answer, status: 201 } : answer,
    ),
  },
  {
    name: 'a redirect',
    breaks: ['status-code'],
    change: answers((answer, asked) =>
      isPromo(asked)
        ? {
            ...answer,
            status: 302,
            headers: { ...answer.headers, Location: 'https://elsewhere.example.com/' },
          }
        : answer,
    ),
  },
  {
    name: '200 with the body of an error',
    breaks: ['error-status'],
    change: answers((answer, { method }) =>
      answer.status === 422 && method !== 'HEAD' ? { ...answer, status: 200 } : answer,
    ),
  },
  {
    name: 'a numeric code of errors',
    breaks: ['error-body'],
    change: answers(answer =>
      answer.status === 422 ? { ...answer, body: String(answer.body).replace(/"(\d+)"/, '$1') } : answer,
    ),
  },
  {
    name: 'errors of another shape',
    breaks: ['error-body'],
    change: answers(answer =>
      answer.status === 422 ? { ...answer, body: '{"message":"не вышло","status":"422"}' } : answer,
    ),
  },
  {
    name: 'errors without a body',
    breaks: ['error-body'],
    change: answers((answer, { method }) =>
      answer.status === 422 && method !== 'HEAD' ? { ...answer, body: '' } : answer,
    ),
  },
  {
    name: 'a list as the body of errors',
    breaks: ['error-body'],
    change: answers(answer => (answer.status === 422 ? { ...answer, body: '["не вышло"]' } : answer)),
  },
  {
    name: 'answers that begin and do not end',
    breaks: ['answered'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) => {
        if (!isPromo(asked)) return send(response, answer, asked);
        response.writeHead(answer.status, { ...answer.headers, 'Content-Length': 1000 });
        response.write('[');
        setTimeout(() => response.destroy(), 5);
      };
    },
  },
  {
    name: 'an answer without an end of its length',
    breaks: ['answered'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) => {
        if (!isPromo(asked)) return send(response, answer, asked);
        response.writeHead(answer.status, answer.headers);
        const pour = () => {
          if (!response.destroyed) response.write('x'.repeat(100_000), () => setImmediate(pour));
        };
        pour();
      };
    },
  },
  {
    name: 'a reset instead of an answer',
    breaks: ['answered'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) =>
        isPromo(asked) ? void response.destroy() : send(response, answer, asked);
    },
  },
  {
    name: 'something that is not HTTP',
    breaks: ['answered'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) =>
        isPromo(asked) ? void response.socket?.end('HELLO 200\r\n\r\n') : send(response, answer, asked);
    },
  },
];

const auth: Sabotage[] = [
  {
    name: 'a wrong password is accepted',
    breaks: ['auth-wrong-password'],
    change: service => {
      service.isUser = text => text.startsWith('koshelek:');
    },
  },
  {
    name: 'an unknown login is accepted',
    breaks: ['auth-unknown-login'],
    change: service => {
      service.isUser = text => text.endsWith(`:${service.password}`);
    },
  },
  {
    name: 'no password is needed',
    breaks: ['auth-missing'],
    change: service => {
      const letsIn = service.letsIn.bind(service);
      service.letsIn = authorization => authorization === '' || letsIn(authorization);
    },
  },
  {
    name: 'no credentials are looked at',
    breaks: ['auth-malformed', 'auth-missing', 'auth-unknown-login', 'auth-wrong-password'],
    change: service => {
      service.letsIn = () => true;
    },
  },
  {
    name: 'malformed credentials are a crash',
    breaks: ['status-code'],
    change: service => {
      const answer = service.answer.bind(service);
      service.answer = (request, asked, isRead) =>
        request.headers.authorization?.includes('*')
          ? { ...service.error('1', 'crash'), status: 500 }
          : answer(request, asked, isRead);
    },
  },
  {
    name: 'the scheme in lower case is refused',
    breaks: ['auth-scheme-case'],
    change: service => {
      service.isScheme = scheme => scheme === 'Basic';
    },
  },
  {
    name: '403 for refused credentials',
    breaks: ['status-code'],
    change: answers(answer => (answer.status === 401 ? { ...answer, status: 403 } : answer)),
  },
  {
    name: '422 for refused credentials: only warned of, for the API names no 401',
    breaks: ['auth-status?'],
    change: service => {
      service.unauthorized = () => service.error('1009', 'Неверный логин или пароль');
    },
  },
  {
    name: 'a 401 without a challenge',
    breaks: ['auth-challenge'],
    change: service => {
      service.unauthorized = () => ({ ...service.error('1009', 'Неверный логин'), status: 401 });
    },
  },
  {
    name: 'a 401 that asks for another scheme',
    breaks: ['auth-challenge'],
    change: answers(answer =>
      answer.status === 401
        ? { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Bearer realm="loyalty"' } }
        : answer,
    ),
  },
  {
    name: 'a 401 as a page of HTML: only warned of',
    breaks: ['auth-refusal-body?'],
    change: answers(answer =>
      answer.status === 401
        ? { ...answer, headers: { ...answer.headers, 'Content-Type': 'text/html' }, body: page }
        : answer,
    ),
  },
];

const http: Sabotage[] = [
  {
    name: '204 for OPTIONS',
    breaks: ['content-type', 'status-code'],
    change: service => {
      const respond = service.respond.bind(service);
      service.respond = asked =>
        asked.method === 'OPTIONS' ? { status: 204, headers: {}, body: '' } : respond(asked);
    },
  },
  {
    name: 'HEAD answers as GET does, and reserves',
    breaks: ['head-reserves?'],
    change: service => {
      const respond = service.respond.bind(service);
      service.respond = asked => respond(asked.method === 'HEAD' ? { ...asked, method: 'GET' } : asked);
    },
  },
  {
    name: 'HEAD answers with a body',
    breaks: ['head-without-body'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) => {
        if (asked.method !== 'HEAD') return send(response, answer, asked);
        const head = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
        response.socket?.end(`HTTP/1.1 ${answer.status} -\r\n${head.join('')}\r\n${answer.body}`);
      };
    },
  },
  {
    name: 'unknown parameters are refused',
    breaks: ['unknown-parameters'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query => (query.has('shoeSize') ? service.error('1007', 'Лишнее') : findCard(query));
    },
  },
  {
    name: 'unknown parameters are a 400',
    breaks: ['status-code'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query =>
        query.has('имя') ? { ...service.error('1007', 'Лишнее'), status: 400 } : findCard(query);
    },
  },
  {
    name: '400 for broken JSON',
    breaks: ['status-code'],
    change: service => {
      service.withBody = (body, use) => {
        try {
          return use(JSON.parse(body));
        } catch {
          return { ...service.error('1002', 'Не JSON'), status: 400 };
        }
      };
    },
  },
  {
    name: '200 for broken JSON',
    breaks: ['broken-json'],
    change: service => {
      service.withBody = (body, use) => {
        try {
          return use(JSON.parse(body));
        } catch {
          return service.nothing();
        }
      };
    },
  },
  {
    name: '413 for an oversized body',
    breaks: ['status-code'],
    change: answers((answer, asked) =>
      String(answer.body).includes('"1004"') && asked.body === '' ? { ...answer, status: 413 } : answer,
    ),
  },
  {
    name: 'the connection is cut for an oversized body',
    breaks: ['oversized-body'],
    change: service => {
      const read = service.read.bind(service);
      service.read = request => {
        if (Number(request.headers['content-length'] ?? 0) > 100_000) request.socket.destroy();
        return read(request);
      };
    },
  },
  {
    name: 'a slow client is cut',
    breaks: ['slow-client'],
    change: () => {},
    onServer: server => {
      server.on('connection', socket => {
        // A listener makes Node read before it parses, so that the first piece is seen alone.
        socket.once('data', chunk => {
          if (!String(chunk).includes('\r\n\r\n')) socket.destroy();
        });
      });
    },
  },
  {
    name: 'each connection is closed, and nothing says so',
    breaks: ['keep-alive'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (response, answer, asked) => {
        // Which the response lets go of when it is finished.
        const { socket } = response;
        response.once('finish', () => socket?.end());
        send(response, answer, asked);
      };
    },
  },
  {
    name: 'each connection is closed, and the answer says so: only warned of',
    breaks: ['connection-reuse?'],
    change: answers(answer => ({ ...answer, headers: { ...answer.headers, Connection: 'close' } })),
  },
  {
    name: 'slower than the budget',
    breaks: ['latency'],
    change: service => {
      const send = service.send.bind(service);
      service.send = (...args) => void setTimeout(() => send(...args), 10);
    },
    // No answer can be as fast as that.
    options: { budget: 5 },
  },
];

const life: Sabotage[] = [
  ...(['{}', 'null', '{"card":null}', '[]'] as const).map(
    (body): Sabotage => ({
      name: `nobody found is told as ${body}`,
      breaks: ['not-found-empty'],
      change: service => {
        service.findCard = query =>
          query.get('msisdn') === '79620480199'
            ? withBody(body)
            : Object.getPrototypeOf(service).findCard.call(service, query);
      },
    }),
  ),
  {
    name: 'nobody found is told as a 422',
    breaks: ['not-found-empty'],
    change: service => {
      service.nobody = () => service.error('2001', 'Карта не найдена');
    },
  },
  {
    name: 'a blocked card is handed out',
    breaks: ['blocked-card'],
    change: service => {
      service.holders = service.holders.map(holder => ({ ...holder, isBlocked: false }));
    },
  },
  {
    name: 'a blocked card is nobody',
    breaks: ['blocked-card'],
    change: service => {
      service.holders = service.holders.filter(holder => !holder.isBlocked);
    },
  },
  {
    name: 'the card of somebody else for the phone',
    breaks: ['criteria-or', 'right-card'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query =>
        query.get('msisdn') === '79620480100'
          ? service.json({ card: service.card('4700000000000072794') })
          : findCard(query);
    },
  },
  {
    name: 'the email is not looked at',
    breaks: ['right-card'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query => findCard(new URLSearchParams({ msisdn: query.get('msisdn') ?? '' }));
    },
  },
  {
    name: 'criteria are combined with AND',
    breaks: ['criteria-or'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query =>
        query.get('email')?.startsWith('nobody') ? service.nobody() : findCard(query);
    },
  },
  {
    name: 'a card that nobody has is told all the same',
    breaks: ['unknown-card'],
    change: service => {
      service.unknownCard = () => service.error('2001', 'Карта не найдена');
      service.getCard = number => service.json({ card: { ...service.card(number), bonus: service.bonus() } });
    },
  },
  {
    name: 'a card without its balance: only warned of',
    breaks: ['balance?'],
    change: service => {
      service.bonus = () => undefined;
    },
  },
  {
    name: 'the profile is answered with a body',
    breaks: ['empty-body'],
    change: service => {
      const change = service.change.bind(service);
      service.changeConsents = change;
      service.change = number => (service.holderOf(number) ? withBody('{"result":"ok"}') : change(number));
    },
  },
  {
    name: 'consents are answered with a body',
    breaks: ['empty-body'],
    change: service => {
      service.changeConsents = number => (service.holderOf(number) ? withBody('{}') : service.unknownCard());
    },
  },
  {
    name: 'a change of a card that nobody has is a success: only warned of',
    breaks: ['unknown-card-changed?'],
    change: service => {
      service.changeConsents = () => service.nothing();
    },
  },
  {
    name: 'an unknown channel is refused',
    breaks: ['unknown-channel'],
    change: service => {
      const withBodyOf = service.withBody.bind(service);
      service.withBody = (body, use) =>
        body.includes('carrier-pigeon') ? service.error('1007', 'Канал') : withBodyOf(body, use);
    },
  },
  {
    name: 'the reserved number as a bare number: only warned of',
    breaks: ['reserved-number-form?'],
    change: service => {
      const reserve = service.reserveCard.bind(service);
      service.reserveCard = () => {
        const { cardNumber } = JSON.parse(String(reserve().body));
        return withBody(cardNumber);
      };
    },
  },
  {
    name: 'one number is reserved twice',
    breaks: ['reservation-held'],
    change: service => {
      service.free = () => '4700000000000080001';
    },
  },
  {
    name: 'a number that was never reserved is issued',
    breaks: ['not-reserved'],
    change: service => {
      const issueReserved = service.issueReserved.bind(service);
      service.issueReserved = (number, profile) =>
        service.reserved.has(number) ? issueReserved(number, profile) : service.nothing();
    },
  },
  {
    name: 'an issued card is not found afterwards',
    breaks: ['issued-card-found'],
    change: service => {
      service.issue = (_number, _phone, done) => done();
    },
  },
  {
    name: 'another card than the issued one is found afterwards',
    breaks: ['issued-card-found'],
    change: service => {
      service.issue = (_number, phone, done) => {
        service.holders.push({ phone, cardNumber: '4700000000000099999' });
        return done();
      };
    },
  },
  {
    name: 'a person with a Cyrillic name is not taken',
    breaks: ['processed', 'processed?'],
    change: service => {
      const withBodyOf = service.withBody.bind(service);
      service.withBody = (body, use) =>
        body.includes('firstname') && !body.includes('"79620480199"')
          ? service.error('1', 'Только латиница')
          : withBodyOf(body, use);
    },
  },
];

/** The days that are listed are others. */
function lists(
  filter: (day: string, startDate: string, endDate: string) => boolean,
): (service: Service) => void {
  return service => {
    const listPurchases = service.listPurchases.bind(service);
    service.listPurchases = (number, startDate, endDate) => {
      const answer = listPurchases(number, startDate, endDate);
      if (answer.status !== 200) return answer;
      return service.json(service.purchases.filter(({ date }) => filter(date, startDate, endDate)));
    };
  };
}

/** What should be refused is answered with no purchases. */
function takes(
  isTaken: (number: string, startDate: string, endDate: string) => boolean,
): (service: Service) => void {
  return service => {
    const listPurchases = service.listPurchases.bind(service);
    service.listPurchases = (...args) => (isTaken(...args) ? service.json([]) : listPurchases(...args));
  };
}

const purchases: Sabotage[] = [
  ...(
    [
      ['purchases outside of the interval', () => true],
      ['startDate is not looked at', (day, _startDate, endDate) => day <= endDate],
      ['endDate is not looked at', (day, startDate) => day >= startDate],
      ['the day of startDate is left out', (day, startDate, endDate) => day > startDate && day <= endDate],
      ['the day of endDate is left out', (day, startDate, endDate) => day >= startDate && day < endDate],
    ] satisfies [string, Parameters<typeof lists>[0]][]
  ).map(([name, filter]): Sabotage => ({ name, breaks: ['purchases-interval'], change: lists(filter) })),
  {
    name: 'a missing startDate is taken',
    breaks: ['purchases-start-required'],
    change: takes((_number, startDate) => startDate === ''),
  },
  {
    name: 'startDate after endDate is taken: only warned of',
    breaks: ['purchases-date-order?'],
    change: takes((_number, startDate, endDate) => startDate > endDate),
  },
  {
    name: '30 February is taken: only warned of',
    breaks: ['purchases-calendar?'],
    change: takes((_number, startDate) => startDate.endsWith('-02-30')),
  },
  {
    name: 'an unknown card has no purchases: only warned of',
    breaks: ['purchases-unknown-card?'],
    change: takes(number => number.endsWith('84')),
  },
];

export const sabotages: readonly Sabotage[] = [
  ...bodies,
  ...transport,
  ...auth,
  ...http,
  ...life,
  ...purchases,
];
