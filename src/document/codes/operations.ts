import { codes } from './entry.js';

/** Operations: which there are, how they are reached and what they answer. */
export const operationCodes = codes({
  'unknown-operation': { summary: 'There is no such operation.' },
  'missing-operation': { summary: 'The mapping lacks an operation without which nothing works.' },
  'left-out-operations': { summary: 'Operations of the revision that the mapping leaves out.' },
  revision: { summary: 'The mapping has an operation that its revision of the API does not have.' },
  route: { summary: 'A route is none, or not one for its operation.' },
  'duplicate-route': { summary: 'Two operations have the same route.' },
  require: { summary: 'What a request must carry is no value of such a request.' },
  'contract-notation': { summary: 'What an answer holds is not written in the words of a contract.' },
  'breaks-contract': { summary: 'An answer can never fit the contract.' },
  'missing-response': { summary: 'An operation may end without the body that the contract asks for.' },
  'unreachable-step': { summary: 'A step stands below one that always ends the operation.' },
  proxy: { summary: 'A request cannot be passed on as the mapping says.' },
});
