/**
 * The parts of OpenAPI 3.1 that we write, and no more of it: so a slip is a type error, and the page knows all that
 * can come. https://spec.openapis.org/oas/v3.1.0
 */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly Server[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly Tag[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}

export interface Server {
  readonly url: string;
  readonly description: string;
}

export interface Tag {
  readonly name: string;
  readonly description: string;
}

export const methodKeys = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type MethodKey = (typeof methodKeys)[number];
export type PathItem = { readonly [key in MethodKey]?: OperationObject };

export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** The revision that brought the operation. */
  readonly 'x-since': string;
  readonly 'x-confidence': string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: Readonly<Record<string, Response | Ref>>;
}

/** A Reference Object, which stands for a component. */
export interface Ref {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Schema;
  readonly example: string | readonly string[];
}

export interface RequestBody {
  readonly description: string;
  readonly required: boolean;
  readonly content: Readonly<Record<string, MediaType>>;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header | Ref>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Header {
  readonly description: string;
  readonly required: true;
  readonly schema: Schema;
  readonly example?: string;
}

export interface MediaType {
  readonly schema: Schema;
  /** Excludes `examples` (4.8.14.1). */
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example | Ref>>;
}

export interface Example {
  readonly summary: string;
  readonly value: unknown;
}

/** JSON Schema 2020-12, as far as we need it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'string' | 'object' | 'array';
  readonly description?: string;
  readonly format?: 'date';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | true;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly responses: Readonly<Record<string, Response>>;
  readonly headers: Readonly<Record<string, Header>>;
  readonly examples: Readonly<Record<string, Example>>;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

export interface SecurityScheme {
  readonly type: 'http';
  readonly scheme: 'basic';
  readonly description: string;
}
