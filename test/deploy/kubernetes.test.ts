import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configFields } from '../../src/config/help.js';
import { parseDuration } from '../../src/document/units.js';
import { folderOf } from '../config/reading.js';
import { configs, manifests, type Parsed, yamlSample } from './samples.js';

const objects = manifests();
const object = (kind: string): Parsed => objects.get(kind);
const pod = object('Deployment').spec.template;
const [container] = pod.spec.containers;
const config = parse(configs.kubernetes ?? '');

/** Holds an object against the types of Kubernetes's own API: unknown keys, missing ones, wrong kinds of values. */
async function typeProblems(...given: readonly Parsed[]): Promise<string> {
  const source = given.map(({ apiVersion, kind, ...rest }, index) => {
    const [group, version = group] = apiVersion.replace(/\..*(?=\/)/, '').split('/');
    const from = `kubernetes-types/${version === group ? 'core' : group}/${version}`;
    const type = `import('${from}').${kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest }, null, 1)};`;
  });
  const tsconfig = {
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', skipLibCheck: true, types: [] },
  };
  const folder = folderOf({ 'objects.ts': source.join('\n'), 'tsconfig.json': JSON.stringify(tsconfig) });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const tsc = resolve('node_modules/.bin/tsc');
  return promisify(execFile)(tsc, ['-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
}

it('has the objects that a deployment needs, of the shape that Kubernetes knows', async () => {
  expect([...objects.keys()].sort()).toEqual([
    'ConfigMap',
    'Deployment',
    'HorizontalPodAutoscaler',
    'Ingress',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Secret',
    'Service',
  ]);
  expect(await typeProblems(...objects.values())).toBe('');
});

it('would see what Kubernetes does not know', async () => {
  const misspelt = structuredClone(object('Deployment'));
  misspelt.spec.template.spec.containers[0].livenesProbe = {};
  expect(await typeProblems(misspelt)).toMatch(/"livenesProbe"' does not exist/);
});

describe('what one object says of another', () => {
  const { labels } = pod.metadata;

  it('selects the pods', () => {
    const selectors = [
      object('Deployment').spec.selector.matchLabels,
      object('Service').spec.selector,
      object('PodDisruptionBudget').spec.selector.matchLabels,
      object('NetworkPolicy').spec.podSelector.matchLabels,
      ...pod.spec.topologySpreadConstraints.map((each: Parsed) => each.labelSelector.matchLabels),
    ];
    for (const selector of selectors) expect(labels).toMatchObject(selector);
    const { kind, name } = object('HorizontalPodAutoscaler').spec.scaleTargetRef;
    expect(object(kind).metadata.name).toBe(name);
    // Otherwise each `kubectl apply` would set back what the autoscaler has chosen.
    expect(object('Deployment').spec).not.toHaveProperty('replicas');
  });

  it('names ports that there are, on which the gateway listens', () => {
    const ports = Object.fromEntries(
      container.ports.map(({ name, containerPort }: Parsed) => [name, containerPort]),
    );
    expect(ports).toEqual({ http: config.listen.port, admin: config.admin.port });
    for (const { host } of [config.listen, config.admin]) expect(host).toBe('0.0.0.0');
    expect(object('Service').spec.ports).toMatchObject([{ name: 'http', targetPort: 'http' }]);
    const [{ http }] = object('Ingress').spec.rules;
    expect(http.paths[0].backend.service).toEqual({
      name: object('Service').metadata.name,
      port: { name: 'http' },
    });
    const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map(name => container[name].httpGet);
    expect(probes.map(({ path, port }) => `${port} ${path}`)).toEqual([
      'admin /livez',
      'admin /livez',
      'admin /readyz',
    ]);
    const allowed = object('NetworkPolicy').spec.ingress.flatMap(({ ports }: Parsed) => ports);
    expect(allowed.map(({ port }: Parsed) => port)).toEqual(['http', 'admin']);
    expect(pod.metadata.annotations['prometheus.io/port']).toBe(String(ports.admin));
  });

  it('mounts what there is where the gateway looks for it, whole', () => {
    const volumes = new Map<string, Parsed>(pod.spec.volumes.map((volume: Parsed) => [volume.name, volume]));
    const mounted = (path: string) => {
      const mount = container.volumeMounts.find(({ mountPath }: Parsed) => mountPath === path);
      expect(mount).toMatchObject({ readOnly: true });
      expect(mount).not.toHaveProperty('subPath');
      return volumes.get(mount.name);
    };
    expect(mounted('/etc/loyalty-gw').configMap.name).toBe(object('ConfigMap').metadata.name);
    expect(object('ConfigMap').data).toHaveProperty(['loyalty-gw.yaml']);
    expect(mounted('/run/secrets/loyalty-gw').secret.secretName).toBe(object('Secret').metadata.name);
    const files = [config.users[0].password.file, config.params.CRM_TOKEN.file];
    expect(files.sort()).toEqual(
      Object.keys(object('Secret').stringData)
        .map(key => `/run/secrets/loyalty-gw/${key}`)
        .sort(),
    );
  });
});

it('gives the pods no rights, and nothing to write to', () => {
  expect(pod.spec).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(container.resources).toMatchObject({
    requests: { cpu: expect.any(String), memory: expect.any(String) },
    limits: { cpu: '1', memory: expect.any(String) },
  });
  expect(Object.values(object('Secret').stringData)).toEqual(['', '']);
});

it('waits for the end of the gateway longer than that takes, in a pod as in compose', () => {
  const fields = configFields().filter(({ name }) => /^limits\.(shutdown|grace)$/.test(name));
  expect(fields.map(({ name }) => name)).toContain('limits.shutdown');
  // The grace period has no default but is 5 s once a probe has asked.
  const lengths = fields.map(field => parseDuration(field.default ?? '5s') ?? Number.NaN);
  const takes = lengths.reduce((sum, length) => sum + length, 0);
  const grace = [
    pod.spec.terminationGracePeriodSeconds,
    Number.parseInt(yamlSample('compose/compose.yaml').services.gateway.stop_grace_period, 10),
  ];
  for (const seconds of grace) expect(seconds * 1_000).toBeGreaterThan(takes + 5_000);
});
