import type { Example } from './example.ts';
import { examples } from './examples.ts';
import { code, fence, generatedFrom, json, table } from './markdown.ts';
import { jsonOf, routesOf, type JsonSchema, type OpenApi, type Response, type Route } from './open-api.ts';
import { namedShapes, typeWords } from './schema-words.ts';

const INTRODUCTION = `
# API

What the server itself says about its routes, as a page. The same as data is at \`/openapi.json\` and, to try out, at
\`/docs\` of a running server. Why the routes are as they are: [the decisions](adr/README.md).

- **Base address**: \`http://localhost:5800\`. Bodies are JSON (\`Content-Type: application/json\`), at most 16 KB; a plan may have 16 MB.
- **User**: routes marked _user_ need to know the user: the session cookie that \`GET /api/v1/me\` hands out, or the
  header \`X-User-Id\` (its name: \`FCFS_USER_HEADER\`) where the server trusts it, or the gateway's signed header.
- **Organiser**: routes marked _organiser_ need \`Authorization: Bearer <token>\`, the server's own or one of an organiser's,
  or the session that \`POST /admin/session\` opens. Each takes a role; 403 \`not_your_role\` says which.
- **Idempotency**: with \`Idempotency-Key\` a request can be sent again: same key and same body, same answer and one
  effect; same key and another body, 422. A key belongs to a user and an event, is known for 24 hours, and is used up only
  by a success. A replay comes from the ledger, after a fresh durable write; a reservation that has been cancelled since
  is answered with \`status\` \`cancelled\`. \`PUT\` and \`DELETE\` are harmless to repeat and refuse a key with 400.
  [The whole contract](idempotency.md).
- **Errors**: [Problem](#problem), always; the codes are in [reasons.md](reasons.md). Every answer has
  \`X-Request-Id\`; a 429 or 503 also has \`Retry-After\`. A known path with another method is 404.
- **Times** are ISO 8601 in UTC by the ledger's clock. Count down from \`…_in_ms\`, not from a difference of clocks.
`.trim();

/** `docs/api-spec.md`: every route with its parameters, bodies, answers and an example. */
export function apiPage(document: OpenApi): string {
  const routes = routesOf(document);
  const sections = document.tags.map(({ name, description }) => {
    const own = routes.filter(({ operation }) => operation.tags.includes(name));
    return [`## ${titleCase(name)}`, `${description}.`, ...own.map(routeSection)].join('\n\n');
  });
  return [
    generatedFrom('the app’s OpenAPI document and tools/docs/examples.ts'),
    INTRODUCTION,
    '## All routes',
    overview(routes),
    ...sections,
    '## Shapes',
    ...[...namedShapes].map(([name, schema]) => shapeSection(name, schema)),
  ]
    .join('\n\n')
    .concat('\n');
}

function overview(routes: readonly Route[]): string {
  const rows = routes.map((route) => [
    `[${code(`${route.method} ${route.path}`)}](#${route.operation.operationId.toLowerCase()})`,
    whoMay(route),
    route.operation.summary,
  ]);
  return table(['Route', 'Who', 'Does'], rows);
}

function whoMay({ operation }: Route): string {
  if (operation.security?.some((scheme) => 'adminToken' in scheme)) return 'organiser';
  return reasonsOf(operation.responses['400']).includes('missing_user') ? 'user' : 'public';
}

function routeSection(route: Route): string {
  const { method, path, operation } = route;
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const body = jsonOf(requestBody?.content);
  const parts = [
    `### <a id="${operationId.toLowerCase()}"></a>${code(`${method} ${path}`)}`,
    `${summary}. (${code(operationId)}, ${whoMay(route)})`,
  ];
  if (parameters.length > 0) {
    const rows = parameters.map(({ name, in: place, required, schema, description = '' }) => [
      code(name),
      place,
      required ? 'yes' : 'no',
      typeWords(schema),
      description,
    ]);
    parts.push(table(['Parameter', 'In', 'Required', 'Type', ''], rows));
  }
  if (body !== undefined) parts.push(`**Body**: ${typeWords(body)}`);
  if (body !== undefined && !isNamed(body)) parts.push(memberTable(body));
  parts.push(table(['Status', 'Answer'], Object.entries(responses).map(answerRow)));
  const example = examples[operationId];
  if (example !== undefined) parts.push(exampleText(example));
  return parts.join('\n\n');
}

const isNamed = (schema: JsonSchema): boolean => typeWords(schema).startsWith('[');

function answerRow([status, response]: [string, Response]): [string, string] {
  const reasons = reasonsOf(response);
  if (reasons.length > 0) {
    return [status, reasons.map((reason) => `[${code(reason)}](reasons.md#${reason})`).join(', ')];
  }
  const schema = jsonOf(response.content);
  const said = response.description === 'Default Response' ? '' : response.description;
  return [status, [schema === undefined ? '' : typeWords(schema), said].filter((text) => text).join(' ')];
}

/** The codes that a documented error may carry; see problems() in server/src/http/schemas.ts. */
function reasonsOf(response: Response | undefined): string[] {
  if (response?.content?.['application/problem+json'] === undefined) return [];
  return [...response.description.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
}

function exampleText({ request, status, response }: Example): string {
  const answer =
    response === undefined
      ? `${status}, no body`
      : `${status}\n${typeof response === 'string' ? response : json(response)}`;
  return `${fence('sh', request)}\n\n${fence('text', answer)}`;
}

function shapeSection(name: string, schema: JsonSchema): string {
  const said = schema.description === undefined ? [] : [schema.description];
  return [`### ${name}`, ...said, memberTable(schema)].join('\n\n');
}

function memberTable({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    code(name),
    required.includes(name) ? 'always' : 'optional',
    typeWords(schema),
    schema.description ?? '',
  ]);
  return table(['Member', '', 'Type', ''], rows);
}

const titleCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
