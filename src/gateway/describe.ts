import type { Config } from '../config/config.js';
import { refusalsOf } from '../config/refusals.js';
import { errorTable } from '../loyalty-api/errors.js';
import type { Mapping } from '../mapping/mapping.js';
import { openApiOf } from '../openapi/mapped.js';
import type { OpenApiDocument } from '../openapi/types.js';

/** What a config exposes, made when it is asked for the first time. */
export function describer(config: Config, mapping: Mapping, origin: () => string): () => OpenApiDocument {
  let made: OpenApiDocument | undefined;
  return () => {
    made ??= describe(config, mapping, origin());
    return made;
  };
}

/** @param origin where the gateway listens; what stands in front of it, it does not know */
function describe(config: Config, mapping: Mapping, origin: string): OpenApiDocument {
  const { basePath, realm, users, locale, errors } = config;
  // An address to listen on at all of a machine is none to call.
  const url = origin.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost') + basePath;
  return openApiOf(mapping, {
    api: config.api ?? mapping.api,
    server: { url, description: 'The gateway itself, without what stands in front of it.' },
    realm,
    errors: errorTable(locale, errors),
    users,
    refusals: refusalsOf(config),
  });
}
