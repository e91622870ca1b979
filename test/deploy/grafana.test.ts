import { expect, it } from 'vitest';
import { type Parsed, sample } from './samples.js';

const dashboard = JSON.parse(sample('grafana/loyalty-gw.json'));
const panels: readonly Parsed[] = dashboard.panels;

it('can be imported: panels of their own, each with a source that is chosen', () => {
  expect(dashboard).toMatchObject({
    uid: 'loyalty-gw',
    title: 'loyalty-gw',
    schemaVersion: expect.any(Number),
  });
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const variables = dashboard.templating.list.map(({ name }: Parsed) => name);
  expect(variables).toEqual(['datasource', 'job']);
  const source = { type: 'prometheus', uid: '${datasource}' };
  for (const { title, type, datasource, description, targets } of panels.filter(
    each => each.type !== 'row',
  )) {
    expect(['timeseries', 'stat', 'table'], title).toContain(type);
    expect([datasource, ...targets.map((target: Parsed) => target.datasource)], title).toEqual(
      [source, ...targets].map(() => source),
    );
    expect(description, title).toMatch(/\.$/);
    for (const { expr } of targets) expect(expr, title).toContain('job="$job"');
  }
});

it('lets no panel cover another', () => {
  const taken = new Map<string, string>();
  for (const { title, gridPos } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.get(`${x},${y}`), title).toBeUndefined();
        taken.set(`${x},${y}`, title);
      }
    }
  }
});
