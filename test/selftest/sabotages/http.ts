import { answers, type Sabotage } from './sabotage.js';

/** What is wrong at the edges of HTTP. */
export const http: readonly Sabotage[] = [
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
    name: 'another card with unknown parameters, and a time in each answer',
    breaks: ['unknown-parameters'],
    change: service => {
      const findCard = service.findCard.bind(service);
      let count = 0;
      service.findCard = query => {
        const answer = findCard(query);
        if (answer.body === '' || answer.status !== 200) return answer;
        const { card } = JSON.parse(String(answer.body));
        const cardNumber = query.has('shoeSize') ? '4700000000000099999' : card.cardNumber;
        return service.json({ card: { ...card, cardNumber }, generatedAt: String(count++) });
      };
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
    name: 'broken JSON for a card that is there is a crash',
    breaks: ['status-code'],
    change: service => {
      const respond = service.respond.bind(service);
      const isRead = /^{.*}$/;
      service.respond = asked =>
        asked.method === 'POST' && asked.path.endsWith('83') && !isRead.test(asked.body)
          ? { ...service.error('1', 'crash'), status: 500 }
          : respond(asked);
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
    name: 'each connection is closed, and nothing says so: only warned of',
    breaks: ['keep-alive?'],
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
