import { mappingJsonSchema } from '../mapping/json-schema.js';
import { readCases } from './cases.js';
import { checkText } from './check.js';
import { completeText } from './complete/complete.js';
import type { Desk } from './desk.js';
import { runLive } from './live.js';
import {
  checkRequest,
  completeRequest,
  liveRequest,
  readAs,
  rewriteRequest,
  runRequest,
  saveCaseRequest,
  saveRequest,
  testRequest,
} from './requests.js';
import { rewrite } from './rewrite.js';
import { runOnPage } from './run.js';
import { saveCase } from './save-case.js';
import { testText } from './test.js';
import { workbench } from './workbench.js';

/** One thing that the page can ask. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /**
   * @param asked the JSON of the request, not yet looked at
   * @param gone whether the page has given up
   * @throws Refusal
   */
  answer(desk: Desk, asked: unknown, gone: AbortSignal): Promise<unknown>;
}

const get = (answer: (desk: Desk) => Promise<unknown>): Route => ({ method: 'GET', answer });

export const routes: Readonly<Record<string, Route>> = {
  '/api/workbench': get(workbench),
  '/api/cases': get(readCases),
  '/api/file': get(desk => desk.read()),
  '/api/schema': get(async () => mappingJsonSchema()),
  '/api/check': {
    method: 'POST',
    answer: (desk, asked) => checkText(desk, readAs(checkRequest, asked)),
  },
  '/api/complete': {
    method: 'POST',
    answer: (desk, asked) => completeText(desk, readAs(completeRequest, asked)),
  },
  '/api/rewrite': {
    method: 'POST',
    answer: (desk, asked) => rewrite(desk, readAs(rewriteRequest, asked)),
  },
  '/api/run': {
    method: 'POST',
    answer: (desk, asked) => runOnPage(desk, readAs(runRequest, asked)),
  },
  '/api/live': {
    method: 'POST',
    answer: (desk, asked, gone) => runLive(desk, readAs(liveRequest, asked), gone),
  },
  '/api/save-case': {
    method: 'POST',
    answer: (desk, asked) => saveCase(desk, readAs(saveCaseRequest, asked)),
  },
  '/api/test': {
    method: 'POST',
    answer: (desk, asked) => testText(desk, readAs(testRequest, asked)),
  },
  '/api/save': {
    method: 'POST',
    answer: async (desk, asked) => {
      const { text, version } = readAs(saveRequest, asked);
      return { version: await desk.save(text, version) };
    },
  },
};
