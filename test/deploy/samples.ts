import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** The samples of `examples/deploy`. */
export const SAMPLES = 'examples/deploy';

export function sample(name: string): string {
  return readFileSync(join(SAMPLES, name), 'utf8');
}

// biome-ignore lint/suspicious/noExplicitAny: what shape they have is what the tests look at
export type Parsed = any;

export function yamlSample(name: string): Parsed {
  return parse(sample(name));
}

/** The objects of the Kubernetes manifests, by kind. */
export function manifests(): ReadonlyMap<string, Parsed> {
  const folder = join(SAMPLES, 'kubernetes');
  const objects = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    // Kubernetes reads YAML 1.1, in which 0440 is octal.
    .flatMap(name => parseAllDocuments(readFileSync(join(folder, name), 'utf8'), { version: '1.1' }))
    .map(document => document.toJS());
  return new Map(objects.map(object => [object.kind, object]));
}

/** The configs of the gateway in the samples, by where they are for. */
export const configs: Readonly<Record<string, string>> = {
  compose: sample('compose/config/loyalty-gw.yaml'),
  kubernetes: manifests().get('ConfigMap').data['loyalty-gw.yaml'],
  systemd: sample('systemd/loyalty-gw.yaml'),
};

/** A config with the files that it names where a test has put them: the image's in the checkout, secrets in `secrets`. */
export function movedConfig(config: string): string {
  return config
    .replaceAll('/app/', `${process.cwd()}/`)
    .replaceAll(/\/run\/secrets(\/loyalty-gw)?\//g, 'secrets/');
}
