// @ts-check
// How much longer the gateway's lossless JSON takes than JSON.parse, for ordinary bodies of a CRM, in the same run.

// Built, as it runs: the types are those of the source.
const built = new URL('../../dist/json/parse.js', import.meta.url).href;
/** @type {typeof import('../../src/json/parse.js')} */
const { parseJson } = await import(built);

/** What it may be for ordinary bodies; above it a warning is printed. */
const target = 1.3;

const rounds = 201;

/** @param {number} id */
const customer = id => ({
  id,
  lastName: 'Smirnova',
  firstName: 'Maria',
  phone: '+79620480100',
  email: 'maria@example.com',
  blocked: false,
  createdAt: '2026-03-15T12:00:00+03:00',
  card: { number: '4700000000000072783', status: 'ACTIVE', balance: 1250.5 },
  lots: [
    { title: 'welcome', amount: 300, expires: '2026-12-31' },
    { title: 'birthday', amount: 950.5, expires: '2026-06-30' },
  ],
});

/** @param {(id: number) => object} row @param {number} [indent] */
const page = (row, indent) =>
  JSON.stringify({ total: 50, items: Array.from({ length: 50 }, (_, at) => row(4100 + at)) }, null, indent);

const bodies = {
  'one customer': JSON.stringify(customer(4100)),
  'a page of 50': page(customer),
  'in Cyrillic': page(id => ({ ...customer(id), lastName: 'Смирнова', firstName: 'Мария' })),
  'with layout': page(customer, 2),
  'with nulls': page(id => ({ ...customer(id), city: null, comment: null })),
  'with long numbers': page(id => ({ ...customer(id), number: '#' })).replaceAll(
    '"#"',
    '4700000000000072783',
  ),
};

/** What the CRM client asks for. */
const options = { uniqueNames: true };

/**
 * The median over pairs of short rounds, one right after the other: what else runs on the machine mostly meets both.
 *
 * @param {string} text
 */
function ratioFor(text) {
  const ratios = Array.from({ length: rounds }, () => {
    const plain = timeOf(() => JSON.parse(text), text.length);
    return timeOf(() => parseJson(text, options), text.length) / plain;
  });
  return ratios.sort((a, b) => a - b)[rounds >> 1] ?? 0;
}

/** @param {() => unknown} parse @param {number} length */
function timeOf(parse, length) {
  const runs = Math.ceil(300_000 / length);
  const before = performance.now();
  for (let run = 0; run < runs; run++) parse();
  return performance.now() - before;
}

const lines = Object.entries(bodies).map(([name, text]) => {
  const ratio = ratioFor(text);
  const warning = ratio > target && name !== 'with long numbers' ? `  above the target of ${target}` : '';
  return `${name.padEnd(18)} ${String(text.length).padStart(6)} characters  ${ratio.toFixed(2)}${warning}`;
});
process.stdout.write(`The time of parseJson, as a multiple of that of JSON.parse\n\n${lines.join('\n')}\n`);
