import type { Document } from '../../document/document.js';
import type { Answer } from '../../engine/answer.js';
import type { Mapping } from '../../mapping/mapping.js';
import type { RequestSketch } from '../raw-request.js';
import type { Recorder } from './recorder.js';

/** A run against a real CRM, and what a case is to be made of it with. */
export interface LiveRun {
  readonly mapping: Mapping;
  readonly document: Document;
  /** Values of its params, secret ones too. */
  readonly given: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly operation: string;
  readonly request: RequestSketch;
  readonly recorder: Recorder;
  readonly answer: Answer;
  /** When it began. */
  readonly now: number;
}
