import { createHmac, hkdfSync } from 'node:crypto';

/** FF1 of NIST SP 800-38G has as many. */
const ROUNDS = 10;

/**
 * Puts the places of a series into an order that nobody can guess who has not the key, each place once: a Feistel
 * network over HMAC-SHA256 that is walked until it is within the series (Black and Rogaway, Ciphers with Arbitrary
 * Finite Domains, 2002). The order of a series never changes, so neither may anything here.
 */
export class Scatter {
  private readonly key: Buffer;
  /** Of each half. */
  private readonly bits: number;

  /** @param size how many places there are: at most 2^52, so that all numbers here are exact */
  constructor(
    private readonly size: number,
    key: string,
  ) {
    // A key of its own, so that the order tells nothing of the digests of persons.
    this.key = Buffer.from(hkdfSync('sha256', key, '', 'loyalty-gw order of a series', 32));
    let bits = 1;
    while (4 ** bits < size) bits++;
    this.bits = bits;
  }

  /** @param index from 0 on, below the size */
  placeOf(index: number): number {
    let place = index;
    // The network is a bijection of at most four times as many places: on its circle one of the series must come.
    do place = this.permuted(place);
    while (place >= this.size);
    return place;
  }

  private permuted(place: number): number {
    const half = 2 ** this.bits;
    let left = Math.floor(place / half);
    let right = place % half;
    for (let round = 0; round < ROUNDS; round++) {
      [left, right] = [right, (left + this.mixed(round, right)) % half];
    }
    return left * half + right;
  }

  private mixed(round: number, half: number): number {
    const text = `${round} ${half} ${this.size}`;
    return createHmac('sha256', this.key).update(text).digest().readUInt32BE() % 2 ** this.bits;
  }
}
