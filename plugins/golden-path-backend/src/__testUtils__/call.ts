import { mockCredentials } from '@backstage/backend-test-utils';
import Ajv from 'ajv/dist/2020';
import request from 'supertest';
import { spec } from '../schema/openapi.generated';

const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(
  spec,
  'contract',
);

type Paths = typeof spec.paths;

/** The path of the contract that a URL is of. */
function pathOf(url: string): keyof Paths {
  const [bare] = url.split('?');
  const found = Object.keys(spec.paths).find(path =>
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare),
  );
  if (!found) throw new Error(`${url} is not in the contract`);
  return found as keyof Paths;
}

/** Sends a request as somebody, and checks that the answer is one that the contract knows. */
export async function call(
  server: Parameters<typeof request>[0],
  who: string,
  method: 'get' | 'post',
  url: string,
  body?: object,
) {
  const test = request(server)
    [method](`/api/golden-path${url}`)
    .set(
      'Authorization',
      who.includes(':')
        ? mockCredentials.service.header({
            onBehalfOf: mockCredentials.service(who),
            targetPluginId: 'golden-path',
          })
        : mockCredentials.user.header(`user:default/${who}`),
    );
  const response = await (method === 'post' ? test.send(body ?? {}) : test);
  const path = pathOf(url).replace(/\//g, '~1');
  const isFine = response.status < 300;
  if (isFine && url.endsWith('/log')) return response;
  const schema = isFine
    ? `paths/${path}/${method}/responses/${response.status}/content/application~1json/schema`
    : 'components/schemas/Error';
  const valid = ajv.validate({ $ref: `contract#/${schema}` }, response.body);
  expect([response.body, valid ? [] : ajv.errors]).toEqual([response.body, []]);
  return response;
}

/** Waits for what happens beside the requests, and fails with what is missing in the end. */
export async function eventually<T>(probe: () => Promise<T>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
