import { answers, page, type Sabotage } from './sabotage.js';

const authRules = ['auth-malformed', 'auth-missing', 'auth-unknown-login', 'auth-wrong-password'] as const;

/** What is wrong with credentials. */
export const credentials: readonly Sabotage[] = [
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
    breaks: authRules,
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
    breaks: [...authRules, 'status-code'],
    change: answers(answer => (answer.status === 401 ? { ...answer, status: 403 } : answer)),
  },
  {
    name: '200 with an error for refused credentials',
    breaks: authRules,
    change: answers(answer => (answer.status === 401 ? { ...answer, status: 200 } : answer)),
  },
  {
    name: '422 for refused credentials, and the scheme in lower case is refused',
    breaks: ['auth-scheme-case', 'auth-status?'],
    change: service => {
      service.unauthorized = () => service.error('1009', 'Неверный логин или пароль');
      service.isScheme = scheme => scheme === 'Basic';
    },
  },
  {
    name: '200 with an error for the scheme in lower case',
    breaks: ['auth-scheme-case'],
    change: service => {
      const answer = service.answer.bind(service);
      service.answer = (request, asked, isRead) =>
        request.headers.authorization?.startsWith('basic')
          ? service.json({ code: '401', description: 'Не авторизован' })
          : answer(request, asked, isRead);
    },
  },
  {
    name: '422 for refused credentials: only warned of, for the API names no 401',
    breaks: ['auth-status?'],
    change: service => {
      service.unauthorized = () => service.error('1009', 'Неверный логин или пароль');
    },
  },
  {
    name: 'the same error for everybody, whatever the password',
    breaks: [
      'auth-malformed',
      'auth-missing',
      'auth-status?',
      'auth-unknown-login',
      'auth-wrong-password',
      'processed',
    ],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.letsIn = () => true;
      service.findCard = query => {
        const isKnown = query.get('msisdn') === '79620480100';
        return isKnown ? service.error('3001', 'Система недоступна') : findCard(query);
      };
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
