import { type Scenario, step } from '../step.js';
import { harmlessFind } from './harmless-find.js';

export const connection: Scenario = {
  id: 'connection',
  title: 'Connection',
  steps: [
    step('the service answers, and accepts the login', {}, async probe => {
      await probe.call('findCard', {
        ...harmlessFind(),
        expect: { kind: 'any', refusedRule: 'auth-accepted' },
      });
    }),
  ],
};
