import type { Asked } from '../service.js';
import { answers, html, isPromo, type Sabotage, withType } from './sabotage.js';

const isUnknownCard = ({ method, path }: Asked) => method === 'GET' && /\/card\/\d+84$/.test(path);

/** What is wrong with answers, whatever is in them. */
export const transport: readonly Sabotage[] = [
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
