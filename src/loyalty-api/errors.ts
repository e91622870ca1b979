/** One kind of failure, as Koshelek sees it. */
export interface ErrorEntry {
  /** Stable; the first digit tells the group. */
  readonly code: string;
  /** Shown to the customer or to Koshelek's support: no CRM text, no data of a person. */
  readonly description: { readonly en: string; readonly ru: string };
}

/**
 * The error catalogue: everything that can go wrong, by name. Mappings use these names (`fail: cardBlocked`),
 * answers carry the code and a description, logs and metrics the name.
 *
 * 1xxx the request, 2xxx the card, 3xxx the CRM, 4xxx the gateway, 5xxx the mapping.
 */
export const errorCatalogue = {
  badRequest: entry('1001', 'The request is not well-formed', 'Некорректный запрос'),
  badJson: entry('1002', 'The request body is not valid JSON', 'Тело запроса не является корректным JSON'),
  badContentType: entry(
    '1003',
    'The request body must be JSON in UTF-8',
    'Тело запроса должно быть в формате JSON, UTF-8',
  ),
  bodyTooLarge: entry('1004', 'The request body is too large', 'Тело запроса слишком велико'),
  badMsisdn: entry('1005', 'The phone number is not valid', 'Некорректный номер телефона'),
  badDate: entry('1006', 'A date is not valid', 'Некорректная дата'),
  badParameter: entry('1007', 'A parameter is not valid', 'Некорректный параметр'),
  missingParameter: entry('1008', 'A required parameter is missing', 'Не указан обязательный параметр'),
  unauthorized: entry('1009', 'The login or the password is wrong', 'Неверный логин или пароль'),
  operationNotAllowed: entry(
    '1010',
    'This login may not call the operation',
    'Операция недоступна для этого логина',
  ),
  unknownOperation: entry('1011', 'There is no such operation', 'Операция не существует'),
  badHttp: entry('1012', 'The request is not valid HTTP', 'Некорректный HTTP-запрос'),
  requestTimeout: entry('1013', 'The request did not arrive in time', 'Истекло время ожидания запроса'),
  tooManyRequests: entry(
    '1014',
    'There are too many requests; try again later',
    'Слишком много запросов, повторите позже',
  ),
  tooManyAttempts: entry(
    '1015',
    'There were too many failed logins; try again later',
    'Слишком много неудачных попыток входа, повторите позже',
  ),
  clientNotAllowed: entry('1016', 'This address may not call', 'Вызовы с этого адреса не разрешены'),

  cardNotFound: entry('2001', 'The card was not found', 'Карта не найдена'),
  severalCards: entry('2002', 'Several cards match', 'Найдено несколько карт'),
  cardBlocked: entry('2003', 'The card is blocked', 'Карта заблокирована'),
  cardNotReserved: entry('2004', 'The card number is not reserved', 'Номер карты не зарезервирован'),
  cardAlreadyIssued: entry('2005', 'The card number is already issued', 'Карта с таким номером уже выдана'),
  noFreeCards: entry('2006', 'There are no free card numbers', 'Нет свободных номеров карт'),
  phoneTaken: entry('2007', 'The phone belongs to another card', 'Телефон привязан к другой карте'),
  emailTaken: entry(
    '2008',
    'The email belongs to another card',
    'Электронная почта привязана к другой карте',
  ),
  rejected: entry('2009', 'The data was not accepted', 'Данные не приняты'),

  crmUnavailable: entry('3001', 'The loyalty system is not available', 'Система лояльности недоступна'),
  crmTimeout: entry(
    '3002',
    'The loyalty system did not answer in time',
    'Система лояльности не ответила вовремя',
  ),
  crmError: entry('3003', 'The loyalty system reported an error', 'Система лояльности сообщила об ошибке'),
  crmBadReply: entry(
    '3004',
    'The loyalty system gave an unreadable answer',
    'Система лояльности дала некорректный ответ',
  ),
  crmDenied: entry('3005', 'The loyalty system refused access', 'Система лояльности отказала в доступе'),
  crmBusy: entry('3006', 'The loyalty system is overloaded', 'Система лояльности перегружена'),

  internalError: entry('4001', 'The gateway failed', 'Внутренняя ошибка шлюза'),
  deadlineExceeded: entry('4002', 'The answer was not ready in time', 'Ответ не был готов вовремя'),
  shuttingDown: entry('4003', 'The gateway is shutting down', 'Шлюз завершает работу'),
  unsupported: entry('4004', 'The operation is not supported', 'Операция не поддерживается'),
  cardsUnavailable: entry(
    '4005',
    'Card numbers cannot be given out at the moment',
    'Номера карт временно недоступны',
  ),
  overloaded: entry('4006', 'The gateway is overloaded', 'Шлюз перегружен'),

  mappingFault: entry('5001', 'The gateway is not set up correctly', 'Шлюз настроен неверно'),
  contractFault: entry('5002', 'The answer does not fit the API', 'Ответ не соответствует API'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof errorCatalogue;

export const errorNames = Object.keys(errorCatalogue) as ErrorName[];

/** What the errors of these names are, in English. */
export function errorTexts(names: readonly ErrorName[]): string[] {
  return names.map(name => errorCatalogue[name].description.en);
}

const faults: ReadonlySet<ErrorName> = new Set(['mappingFault', 'contractFault', 'internalError']);

/** Whether the mapping or the gateway is at fault, which neither the client nor the CRM can help. */
export function isFault(name: ErrorName): boolean {
  return faults.has(name);
}

/** What Koshelek gets in an error answer: both members are texts, as the API demands. */
export interface ErrorBody {
  readonly code: string;
  readonly description: string;
}

export const locales = ['ru', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What each failure is called in answers. */
export type ErrorTable = Readonly<Record<ErrorName, ErrorBody>>;

/**
 * The catalogue in one language, with what a deployment changes of it: partners may have agreed on codes and words
 * of their own.
 */
export function errorTable(
  locale: Locale = 'ru',
  changes: Readonly<Partial<Record<ErrorName, Partial<ErrorBody>>>> = {},
): ErrorTable {
  const bodyOf = (name: ErrorName): ErrorBody => {
    const { code, description } = errorCatalogue[name];
    return {
      code: changes[name]?.code ?? code,
      description: changes[name]?.description ?? description[locale],
    };
  };
  return Object.fromEntries(errorNames.map(name => [name, bodyOf(name)])) as Record<ErrorName, ErrorBody>;
}

/** Without changes, in Russian. */
export const usualErrors = errorTable();

function entry(code: string, en: string, ru: string): ErrorEntry {
  return { code, description: { en, ru } };
}
