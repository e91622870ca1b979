/**
 * The words in which the contract is written: what an answer's body looks like. Plain data, so that checks,
 * documentation and conform() read the same source.
 */
export type Shape = TextShape | ObjectShape | ListShape | AnyShape;

/** A scalar, sent as a JSON string whatever its nature. */
export interface TextShape {
  readonly kind: 'text';
  /** `date` is YYYY-MM-DD and a real day of the calendar; an `integer`, unlike `digits`, may carry a minus; `filled` is not empty. */
  readonly format?: 'date' | 'digits' | 'integer' | 'filled';
  readonly oneOf?: readonly string[];
}

/** Members that are not named here are kept, with their scalars as strings. */
export interface ObjectShape {
  readonly kind: 'object';
  readonly members: Readonly<Record<string, Member>>;
}

export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

export interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
}

/** Anything whose scalars become strings. */
export interface AnyShape {
  readonly kind: 'any';
}

export const text: TextShape = { kind: 'text' };
export const date: TextShape = { kind: 'text', format: 'date' };
export const digits: TextShape = { kind: 'text', format: 'digits' };
export const integer: TextShape = { kind: 'text', format: 'integer' };
export const filled: TextShape = { kind: 'text', format: 'filled' };
export const any: AnyShape = { kind: 'any' };
export const oneOfTexts = (...values: string[]): TextShape => ({ kind: 'text', oneOf: values });
export const list = (of: Shape): ListShape => ({ kind: 'list', of });
export const required = (shape: Shape): Member => ({ shape, required: true });
export const optional = (shape: Shape): Member => ({ shape, required: false });
export const object = (members: Record<string, Member>): ObjectShape => ({ kind: 'object', members });
