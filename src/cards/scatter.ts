import { type Cipher, createCipheriv, hkdfSync } from 'node:crypto';

/** FF1 has as many. */
const ROUNDS = 10;

/** Bytes of a block of AES. */
const BLOCK = 16;

/**
 * Puts the places of a series into an order that nobody can guess who has not the key, each place once: the Feistel
 * network of FF1 (NIST SP 800-38G), in which each of two parts is moved in turn by what AES makes of the other. The
 * parts are about as large as the root of the series, and what comes out beyond its end goes in again (Black and
 * Rogaway, Ciphers with Arbitrary Finite Domains, 2002). The order of a series never changes, so neither may anything
 * here.
 */
export class Scatter {
  private readonly aes: Cipher;
  private readonly block = Buffer.alloc(BLOCK);
  private readonly high: number;
  private readonly low: number;

  /** @param size how many places there are: at most 2^52, so that all numbers here are exact */
  constructor(
    private readonly size: number,
    key: string,
  ) {
    // A key of its own, so that the order tells nothing of the digests of persons.
    const secret = hkdfSync('sha256', key, '', `loyalty-gw order of a series of ${size}`, 32);
    // One block at a time, so there is nothing that another mode would chain. HMAC would take six times as long, and
    // hundreds of numbers are made at once while requests wait.
    this.aes = createCipheriv('aes-256-ecb', Buffer.from(secret), null).setAutoPadding(false);
    this.high = Math.ceil(Math.sqrt(size));
    this.low = Math.ceil(size / this.high);
  }

  /** @param index from 0 on, below the size */
  placeOf(index: number): number {
    let place = index;
    // The network is a bijection of hardly more places: on its circle one of the series must come.
    do place = this.permuted(place);
    while (place >= this.size);
    return place;
  }

  private permuted(place: number): number {
    let left = Math.floor(place / this.low);
    let right = place % this.low;
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 2 === 0) left = (left + this.mixed(round, right)) % this.high;
      else right = (right + this.mixed(round, left)) % this.low;
    }
    return left * this.low + right;
  }

  /** 48 bits: so many more than the parts have that the remainder favours none. */
  private mixed(round: number, part: number): number {
    this.block.writeUInt8(round);
    this.block.writeUInt32BE(part, 1);
    return this.aes.update(this.block).readUIntBE(0, 6);
  }
}
