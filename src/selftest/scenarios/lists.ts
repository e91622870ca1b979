import { type Scenario, type Step, step } from '../step.js';

export const lists: Scenario = {
  id: 'lists',
  title: 'Optional lists',
  steps: [
    list('listUsers', 'the phones of users with special conditions are listed'),
    list('listUsersExtended', 'the same with parameters'),
  ],
};

function list(operation: 'listUsers' | 'listUsersExtended', title: string): Step {
  return step(title, { operation, needs: ['lists'] }, async (probe, data) => {
    if (!data.lists.includes(operation)) return probe.skip(`\`lists\` does not name ${operation}`);
    await probe.call(operation);
  });
}
