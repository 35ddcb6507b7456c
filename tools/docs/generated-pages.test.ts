import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import Schema from 'typebox/schema';
import { describeApp } from './describe-app.ts';
import { examples } from './examples.ts';
import { jsonOf, routesOf, type JsonSchema, type Route } from './open-api.ts';
import { generatedPages } from './pages.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the generated pages', () => {
  it('are what their sources say; if not, run `npm run docs`', async () => {
    for (const { path, text } of await generatedPages()) {
      const written = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
      expect(written === text, `${path} is stale: run npm run docs`).toBe(true);
    }
  });

  it('come out the same every time', async () => {
    expect(await generatedPages()).toEqual(await generatedPages());
  });

  it('link every reason to a line that exists', async () => {
    const [api, reasons] = await generatedPages();
    const linked = [...(api?.text ?? '').matchAll(/\(reasons\.md#(\w+)\)/g)].map((match) => match[1]);
    expect(linked.length).toBeGreaterThan(50);
    for (const reason of new Set(linked)) expect(reasons?.text).toContain(`<a id="${reason}"></a>`);
  });

  it('link only to headings and anchors of their own', async () => {
    const [api] = await generatedPages();
    const text = api?.text ?? '';
    const anchors = new Set([...text.matchAll(/<a id="([\w-]+)">/g)].map((match) => match[1]));
    for (const [, heading = ''] of text.matchAll(/^#{2,3} (\w+)$/gm)) anchors.add(heading.toLowerCase());
    const linked = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map((match) => match[1]);
    expect(linked.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});

describe('the examples', () => {
  let routes: Route[] = [];
  beforeAll(async () => {
    routes = routesOf(await describeApp());
  });

  const fits = (schema: JsonSchema, value: unknown) =>
    Schema.Compile(schema as Parameters<typeof Schema.Compile>[0]).Check(value);

  it('are one for each route, and for nothing else', () => {
    expect(Object.keys(examples).sort()).toEqual(routes.map(({ operation }) => operation.operationId).sort());
  });

  it('ask by the method and address of their route', () => {
    for (const { method, path, operation } of routes) {
      const { request = '' } = examples[operation.operationId] ?? {};
      expect(/-X (\w+)/.exec(request)?.[1] ?? 'GET').toBe(method);
      const address = new URL(/http:[^'\s]+/.exec(request)?.[0] ?? '');
      expect(address.pathname).toMatch(new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`));
    }
  });

  it('send what the route takes', () => {
    for (const { operation } of routes) {
      const schema = jsonOf(operation.requestBody?.content);
      const body = /-d '([^']+)'/.exec(examples[operation.operationId]?.request ?? '')?.[1];
      expect(body === undefined, operation.operationId).toBe(schema === undefined);
      if (schema !== undefined && body !== undefined) {
        expect(fits(schema, JSON.parse(body)), operation.operationId).toBe(true);
      }
    }
  });

  it('get what the route answers, member by member', () => {
    for (const { operation } of routes) {
      const example = examples[operation.operationId];
      const schema = jsonOf(operation.responses[String(example?.status)]?.content);
      if (schema === undefined) continue;
      expect(fits(schema, example?.response), operation.operationId).toBe(true);
      if (schema.properties === undefined) continue;
      // What may be left out may be left out here.
      const shown = Object.keys(example?.response ?? {}).sort();
      const expected = Object.keys(schema.properties).filter(
        (name) => schema.required?.includes(name) === true || shown.includes(name),
      );
      expect(shown, operation.operationId).toEqual(expected.sort());
    }
  });

  it('would be found wrong if they were', () => {
    const schema = jsonOf(
      routes.find(({ operation }) => operation.operationId === 'putMyHold')?.operation.requestBody?.content,
    );
    expect(schema !== undefined && fits(schema, { seat_ids: [] })).toBe(false);
    expect(schema !== undefined && fits(schema, { seat_ids: [1], status: true })).toBe(false);
  });
});
