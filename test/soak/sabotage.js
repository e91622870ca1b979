// @ts-check
// Loaded into a gateway before anything else: SABOTAGE says whether it gives an answer of before, or hangs up.

const built = new URL('../../dist/gateway/trip.js', import.meta.url).href;
/** @type {typeof import('../../src/gateway/trip.js')} */
const { Trip } = await import(built);
const { answer: send } = Trip.prototype;
/** @type {Map<string | undefined, import('../../src/engine/answer.js').Answer>} */
const before = new Map();
let count = 0;
Trip.prototype.answer = function (answer) {
  const isDue = ++count % 50 === 0;
  if (process.env.SABOTAGE === 'lost' && this.request.url?.endsWith('7'))
    return void this.request.socket.destroy();
  const old = before.get(this.operation?.id);
  if (answer.status === 200) before.set(this.operation?.id, answer);
  return send.call(this, process.env.SABOTAGE === 'wrong' && isDue && old ? old : answer);
};
