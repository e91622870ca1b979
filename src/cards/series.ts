/** Numbers that are computed, not imported. */
export interface Series {
  readonly kind: 'series';
  /** How many numbers it has. */
  readonly size: number;
  /** The number at a place from 0 on; scattered or not. */
  numberAt(index: number): string;
  /** What makes this series this one: the store keeps how far it has got under this id, and refuses another. */
  readonly id: string;
}
