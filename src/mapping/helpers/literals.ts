import { type Helper, HelperError } from './helper.js';
import { filterText } from './texts.js';

type Value = string | number;

/** In SOQL a backslash escapes; a line break or another control character has its number (\uXXXX). */
const inSoql = /['\\\p{Cc}]/gu;

export const soql: Helper = {
  name: 'soql',
  signature: '<(sn)?:s>',
  summary: 'a text as a literal of SOQL (Salesforce), with its quotes',
  examples: [
    { expression: '$soql("o\'neil@example.com")', gives: "'o\\'neil@example.com'" },
    {
      expression: '"SELECT Id FROM Contact WHERE MobilePhone = " & $soql(\'+79620480100\')',
      gives: "SELECT Id FROM Contact WHERE MobilePhone = '+79620480100'",
    },
    { expression: '$soql($request.query.email)', gives: undefined },
    { expression: "$soql(' ')", gives: 'the text is blank', fails: true },
  ],
  run: (value?: Value) =>
    value === undefined ? undefined : `'${filterText(value).replace(inSoql, escapedInSoql)}'`,
};

function escapedInSoql(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export const odata: Helper = {
  name: 'odata',
  signature: '<(sn)?:s>',
  summary: 'a text as a literal of OData (1C, Dynamics), with its quotes',
  examples: [
    { expression: '$odata("o\'neil@example.com")', gives: "'o''neil@example.com'" },
    {
      expression: '"emailaddress1 eq " & $odata(\'ann@example.com\')',
      gives: "emailaddress1 eq 'ann@example.com'",
    },
    { expression: '$odata($request.query.email)', gives: undefined },
    { expression: "$odata('')", gives: 'the text is blank', fails: true },
  ],
  // OData 4.01, ABNF: SQUOTE-in-string is two of them, and nothing else is escaped.
  run: (value?: Value) => (value === undefined ? undefined : `'${filterText(value).replaceAll("'", "''")}'`),
};

/**
 * Dolibarr finds the criteria by their parentheses and reads what stands between the outer quotes as it is
 * (`dolForgeCriteriaCallback`), so there is no escape. How its versions read quotes, backslashes and line breaks
 * inside is not told.
 */
const beyondSqlFilter = /['"()\\\p{Cc}]/u;

export const sqlFilter: Helper = {
  name: 'sqlFilter',
  signature: '<(sn)?:s>',
  summary: "a text as a literal of Dolibarr's sqlfilters, with its quotes; what they cannot hold is an error",
  examples: [
    { expression: "$sqlFilter('ann@example.com')", gives: "'ann@example.com'" },
    {
      expression: '"(t.phone:=:" & $sqlFilter(\'+79620480100\') & ")"',
      gives: "(t.phone:=:'+79620480100')",
    },
    { expression: '$sqlFilter($request.query.email)', gives: undefined },
    {
      expression: '$sqlFilter("\') or (t.rowid:>:\'0")',
      gives: 'the text has characters that an sqlfilter cannot hold',
      fails: true,
    },
  ],
  run: (value?: Value) => {
    if (value === undefined) return undefined;
    const text = filterText(value);
    if (beyondSqlFilter.test(text))
      throw new HelperError('the text has characters that an sqlfilter cannot hold');
    return `'${text}'`;
  },
};

export const sqlLike: Helper = {
  name: 'sqlLike',
  signature: '<(sn)?:s>',
  summary: 'a text as a pattern of LIKE or ILIKE that fits nothing but it (Odoo), without quotes',
  examples: [
    { expression: "$sqlLike('a_b@example.com')", gives: 'a\\_b@example.com' },
    {
      expression: "[['email', '=ilike', $sqlLike('100%@example.com')]]",
      gives: [['email', '=ilike', '100\\%@example.com']],
    },
    { expression: '$sqlLike($request.query.email)', gives: undefined },
    { expression: "$sqlLike('')", gives: 'the text is blank', fails: true },
  ],
  run: (value?: Value) => (value === undefined ? undefined : filterText(value).replaceAll(/[\\%_]/g, '\\$&')),
};
