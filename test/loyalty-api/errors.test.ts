import { describe, expect, it } from 'vitest';
import { errorCatalogue, errorNames, errorTable } from '../../src/loyalty-api/errors.js';

/** The groups as the catalogue's doc comment promises them; codes never change, so names may not move. */
const groups = {
  '1': [
    'badRequest',
    'badJson',
    'badContentType',
    'bodyTooLarge',
    'badMsisdn',
    'badDate',
    'badParameter',
    'missingParameter',
    'unauthorized',
    'operationNotAllowed',
    'unknownOperation',
    'badHttp',
    'requestTimeout',
  ],
  '2': [
    'cardNotFound',
    'severalCards',
    'cardBlocked',
    'cardNotReserved',
    'cardAlreadyIssued',
    'noFreeCards',
    'phoneTaken',
    'emailTaken',
    'rejected',
  ],
  '3': ['crmUnavailable', 'crmTimeout', 'crmError', 'crmBadReply', 'crmDenied', 'crmBusy'],
  '4': ['internalError', 'deadlineExceeded', 'shuttingDown', 'unsupported'],
  '5': ['mappingFault', 'contractFault'],
};

describe('the error catalogue', () => {
  it('has a code of four digits for each error, each once', () => {
    const codes = errorNames.map(name => errorCatalogue[name].code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[1-5]\d{3}$/);
  });

  it.each(Object.entries(groups))('holds in group %s the errors that belong there', (digit, names) => {
    const inGroup = errorNames.filter(name => errorCatalogue[name].code.startsWith(digit));
    expect(inGroup).toEqual(expect.arrayContaining(names));
    for (const [other, otherNames] of Object.entries(groups)) {
      if (other !== digit) expect(inGroup.filter(name => otherNames.includes(name))).toEqual([]);
    }
  });

  it.each(errorNames)('describes %s in both languages', name => {
    const { en, ru } = errorCatalogue[name].description;
    expect(en).toMatch(/^[A-Z][ -~]+$/);
    expect(ru).toMatch(/^[А-Я]/);
  });

  it('answers with two texts', () => {
    expect(errorTable().cardNotFound).toEqual({ code: '2001', description: 'Карта не найдена' });
    expect(errorTable('en').cardNotFound).toEqual({ code: '2001', description: 'The card was not found' });
  });

  it('lets a deployment change code, description or both', () => {
    const changed = errorTable('en', {
      cardNotFound: { code: '009' },
      cardBlocked: { description: 'Ask at the till' },
      phoneTaken: { code: 'P1', description: 'This phone has a card' },
    });
    expect(changed.cardNotFound).toEqual({ code: '009', description: 'The card was not found' });
    expect(changed.cardBlocked).toEqual({ code: '2003', description: 'Ask at the till' });
    expect(changed.phoneTaken).toEqual({ code: 'P1', description: 'This phone has a card' });
    expect(changed.severalCards).toEqual(errorTable('en').severalCards);
  });
});
