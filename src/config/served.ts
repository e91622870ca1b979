import { resolve } from 'node:path';
import { FilesRead } from '../document/files-read.js';
import type { Finding } from '../document/finding.js';
import type { Mapping } from '../mapping/mapping.js';
import { type Config, type ConfigReading, readConfig } from './config.js';
import { findingsOfConfig, readServedMapping } from './configured-mapping.js';
import type { Environment } from './environment.js';

/** A config and its mapping, ready to be served. */
export interface Served {
  readonly config: Config;
  readonly mapping: Mapping;
}

/** The files that a gateway is made of. They can be read again, when they are others. */
export class ServedFiles {
  /** Those that were read last; as long as they cannot be used, those as well that were read before. */
  read = new FilesRead();

  /**
   * @param file the config file, as the person wrote it
   * @param world the environment, and the folder that a relative `file` starts from
   */
  constructor(
    private readonly file: string,
    private readonly world: { readonly env: Environment; readonly cwd: string },
  ) {}

  /**
   * Reads them. Errors of the file system, for the config and the mapping, pass through; `path` is the file.
   *
   * @returns what is to be served, unless there is an error among the findings
   */
  async load(): Promise<{ served?: Served; findings: readonly Finding[] }> {
    const now = new FilesRead();
    let isGood = false;
    try {
      const loaded = await this.loadNoting(now);
      isGood = loaded.served !== undefined;
      return loaded;
    } finally {
      const before = this.read;
      this.read = isGood ? now : joined(before, now);
    }
  }

  private async loadNoting(files: FilesRead): Promise<{ served?: Served; findings: readonly Finding[] }> {
    const reading = await this.readConfig(files);
    const { config, document } = reading;
    if (!config) return { findings: await findingsOfConfig(reading, this.world.env) };
    files.note(config.mapping, undefined);
    const { mapping, mappingFiles, findings } = await naming(
      config.mapping,
      readServedMapping(config, document, this.world.env),
    );
    files.add(mappingFiles);
    // Certificates are read last: a pair that was half written is looked at again.
    files.add(document.files);
    return { ...(mapping && { served: { config, mapping } }), findings: [...reading.findings, ...findings] };
  }

  private async readConfig(files: FilesRead): Promise<ConfigReading> {
    files.note(resolve(this.world.cwd, this.file), undefined);
    const reading = await naming(this.file, readConfig(this.file, this.world));
    files.add(reading.document.files);
    return reading;
  }
}

/** Lets an error of the file system say which file it is about, as people call it; by itself some do not. */
async function naming<T>(path: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  });
}

function joined(one: FilesRead, other: FilesRead): FilesRead {
  const both = new FilesRead();
  both.add(one);
  both.add(other);
  return both;
}
