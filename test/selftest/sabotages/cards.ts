import { type Sabotage, withBody } from './sabotage.js';

/** What is wrong in the life of a card. */
export const cards: readonly Sabotage[] = [
  ...(['{}', 'null', '{"card":null}', '[]', ' \r\n'] as const).map(
    (body): Sabotage => ({
      name: `nobody found is told as ${body.trim() || 'white space'}`,
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
  ...(
    [
      ['the card of somebody who is known', '4700000000000072783'],
      ['the same card', '4700000000000099999'],
    ] as const
  ).map(
    ([name, cardNumber]): Sabotage => ({
      name: `${name} for phones that have none`,
      breaks: ['right-card'],
      change: service => {
        const findCard = service.findCard.bind(service);
        service.findCard = query =>
          /^7962048015[01]$/.test(query.get('msisdn') ?? '')
            ? service.json({ card: service.card(cardNumber) })
            : findCard(query);
      },
    }),
  ),
  {
    name: 'the card that was just issued to somebody else',
    breaks: ['right-card'],
    change: service => {
      const findCard = service.findCard.bind(service);
      service.findCard = query =>
        findCard(
          query.get('msisdn') === '79620480151' ? new URLSearchParams({ msisdn: '79620480150' }) : query,
        );
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
    name: 'the profile is answered with a line break',
    breaks: ['empty-body'],
    change: service => {
      const change = service.change.bind(service);
      service.changeConsents = change;
      service.change = number => (service.holderOf(number) ? withBody('\n') : change(number));
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
