import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { rootUrl } from '../../server/serviceInfo.ts';

interface MediaType {
  readonly schema: object;
}
interface ResponseObject {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, MediaType>>;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, ResponseObject>> };
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** One documented answer of one operation. */
export interface DocumentedAnswer {
  /** `GET /documents/{id} 200` */
  readonly name: string;
  /** Media type and check of the body; undefined when there is no body. */
  readonly body: { readonly mediaType: string; readonly validate: ValidateFunction } | undefined;
}

/** The API description, ready to check answers against. */
export interface OpenApi {
  readonly answers: ReadonlyMap<string, DocumentedAnswer>;
  /** Check of a request body by `POST /documents`. */
  readonly requests: ReadonlyMap<string, ValidateFunction>;
}

function pointer(...segments: readonly string[]): string {
  return segments
    .map((segment) => `/${encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}

/** Reads `api/openapi.yaml` and compiles every schema in it. */
export function readOpenApi(): OpenApi {
  const description = parse(
    readFileSync(new URL('api/openapi.yaml', rootUrl), 'utf8'),
  ) as Description;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(description, 'openapi');
  const compile = (path: string): ValidateFunction => ajv.compile({ $ref: `openapi#${path}` });

  const answers = new Map<string, DocumentedAnswer>();
  const requests = new Map<string, ValidateFunction>();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!METHODS.has(method)) {
        continue;
      }
      const name = `${method.toUpperCase()} ${path}`;
      const request = operation.requestBody?.content['application/json'];
      if (request) {
        requests.set(
          name,
          compile(
            pointer('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'),
          ),
        );
      }
      for (const [status, given] of Object.entries(operation.responses)) {
        const shared = given.$ref?.split('/').at(-1);
        const response = shared === undefined ? given : description.components.responses[shared];
        const base =
          shared === undefined
            ? pointer('paths', path, method, 'responses', status)
            : pointer('components', 'responses', shared);
        const mediaType = Object.keys(response?.content ?? {})[0];
        answers.set(`${name} ${status}`, {
          name: `${name} ${status}`,
          body:
            mediaType === undefined
              ? undefined
              : {
                  mediaType,
                  validate: compile(`${base}${pointer('content', mediaType, 'schema')}`),
                },
        });
      }
    }
  }
  return { answers, requests };
}
