// By a name that tsc does not follow: types are looked at before it is built.
const { openKeeper } = await import(new URL('../../dist/cards/keeper.js', import.meta.url).href);

/**
 * Uses a store as fast as it can, until it is killed. Prints what it knows for certain, a line each:
 *
 *     reserved 2900000000017
 *     issued 2900000000017
 *
 * Called with the URL or file, and `issue` or `import`.
 */
const [database = '', what] = process.argv.slice(2);
const keeper = await openKeeper({
  database,
  key: 'a key of the tests',
  reservation: 3_600_000,
  barcodeType: 'EAN_13',
  source: { kind: 'pool' },
});
console.log('ready');

if (what === 'import') {
  const chunks = async function* () {
    for (let first = 7_000_000; first < 7_100_000; first += 1_000) {
      yield Array.from({ length: 1_000 }, (_, index) => String(first + index));
    }
  };
  await keeper.import(chunks(), { skipKnown: false });
  console.log('imported');
  await keeper.close();
} else {
  for (;;) await Promise.all(Array.from({ length: 4 }, issue));
}

async function issue() {
  // Of this process alone: what two of them reserve for one person is one number.
  const person = Math.random() < 0.5 ? `${process.pid} ${Math.floor(Math.random() * 1_000)}` : undefined;
  const number = await keeper.reserve(person);
  console.log(`reserved ${number}`);
  const outcome = await keeper.claim(number, person ?? '+79620480100', 60_000);
  if (outcome.kind !== 'granted') return;
  await keeper.finish(outcome.claim, 'issued');
  console.log(`issued ${number}`);
}
