import { z } from 'zod';
import { type Source, secret } from './source.js';

const RATIO = 'this must be a number from 0 to 1';

/** `tracing` of a config file. */
export function tracingFields(source: Source) {
  return z.strictObject({
    endpoint: z
      .string()
      .transform((text, context) => {
        if (/^https?:\/\//.test(text) && URL.canParse(text)) return withPath(text);
        context.addIssue({
          code: 'custom',
          message: 'this must be an address that begins with http:// or https://',
        });
        return z.NEVER;
      })
      .describe(
        'the collector, such as http://127.0.0.1:4318: spans go there by OTLP over HTTP, to /v1/traces',
      ),
    headers: z
      .record(
        z.string(),
        secret(source).describe('a header that the collector asks for, such as authorization'),
      )
      .default({})
      .describe('headers for the collector'),
    service: z
      .string()
      .min(1, 'this must not be empty')
      .prefault('loyalty-gw')
      .describe('how the gateway is called in spans'),
    ratio: z
      .string()
      .regex(/^(0(\.\d+)?|1(\.0+)?)$/, RATIO)
      .transform(Number)
      .prefault('1')
      .describe('the share of requests of which spans are made, where no traceparent of the caller decides'),
  });
}

/** As OTEL_EXPORTER_OTLP_ENDPOINT has it: the address of a collector gets the path for traces. */
function withPath(text: string): string {
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}
