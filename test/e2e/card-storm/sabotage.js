// @ts-check
// Loaded into a gateway before anything else: it takes a write of which nobody knows for one that was refused.

const built = new URL('../../../dist/cards/keeper.js', import.meta.url).href;
/** @type {typeof import('../../../src/cards/keeper.js')} */
const { CardKeeper } = await import(built);
const { finish } = CardKeeper.prototype;
CardKeeper.prototype.finish = function (claim, outcome) {
  return finish.call(this, claim, outcome === 'doubtful' ? 'refused' : outcome);
};
