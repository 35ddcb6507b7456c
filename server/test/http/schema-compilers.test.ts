import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { schemaCompilers } from '../../src/http/plugins/schema-compilers.ts';

const options = { schemaController: { compilersFactory: schemaCompilers } };
const isOk = (minimum: number) => ({
  body: { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum } } },
  response: { 200: { type: 'object', properties: { n: { type: 'integer' } } } },
});

describe('The compilers of schemas', () => {
  it('compile what says the same once, for all applications', () => {
    const route = { method: 'POST', url: '/', httpStatus: '200' };
    const serializers = [1, 2].map(() =>
      schemaCompilers.buildSerializer({}, {})({ ...route, schema: isOk(1).response[200] }),
    );
    expect(serializers[0]).toBe(serializers[1]);
    expect(serializers[0]).not.toBe(
      schemaCompilers.buildSerializer({}, {})({ ...route, schema: isOk(1).body }),
    );
  });

  it('hold every route to its own schema', async () => {
    for (const more of [0, 10]) {
      const app = fastify(options);
      const minimums = [1 + more, 5 + more];
      for (const minimum of minimums) {
        app.post(`/${minimum}`, { schema: isOk(minimum) }, (request, reply) =>
          reply.send({ ...(request.body as object), secret: true }),
        );
      }
      for (const minimum of minimums) {
        const ask = async (n: number) =>
          (await app.inject({ method: 'POST', url: `/${minimum}`, payload: { n } })).json<object>();
        expect(await ask(minimum)).toEqual({ n: minimum });
        expect(await ask(minimum - 1)).toMatchObject({ statusCode: 400, code: 'FST_ERR_VALIDATION' });
      }
      await app.close();
    }
  });

  it('refuse the name of a header that no request can have', async () => {
    const app = fastify(options);
    const headers = { type: 'object', properties: { 'Queue-Pass': { type: 'string' } } };
    app.get('/', { schema: { headers } }, (_request, reply) => reply.send());
    await expect(async () => app.ready()).rejects.toThrow('The header Queue-Pass is never there');
  });
});
