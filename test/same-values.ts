import fc from 'fast-check';

// The random values of the properties are the same in each run, so that a commit is judged by what it changes, and not
// by what nobody tried before it. `SEED=7 npm test` tries others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
