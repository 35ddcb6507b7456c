import { examples, type Example } from './examples.ts';
import { code, fence, generatedFrom, json, table } from './markdown.ts';
import { jsonOf, routesOf, type JsonSchema, type OpenApi, type Response, type Route } from './open-api.ts';
import { namedShapes, typeWords } from './schema-words.ts';

const INTRODUCTION = `
# API

What the server itself says about its routes, as a page. The same as data is at \`/openapi.json\` and, to try out, at
\`/docs\` of a running server. Why the routes are as they are: [the decisions](adr/README.md).

- **Base address**: \`http://localhost:5800\`. Bodies are JSON (\`Content-Type: application/json\`), at most 16 KB.
- **User**: routes marked _user_ need to know the user: the session cookie that \`GET /api/v1/me\` hands out, or the
  header \`X-User-Id\` (its name: \`FCFS_USER_HEADER\`) where the server trusts it, or the gateway's signed header.
- **Organiser**: routes marked _organiser_ need \`Authorization: Bearer <ADMIN_TOKEN>\`.
- **Idempotency**: with \`Idempotency-Key\` a \`POST\` that reserves or extends can be sent again: same key and same wish,
  same answer and one effect; same key and another wish, 422. [The contract](#idempotency) in full is below.
- **Errors**: [Problem](#problem), always; the codes are in [reasons.md](reasons.md). Every answer has
  \`X-Request-Id\`; a 429 or 503 also has \`Retry-After\`. A known path with another method is 404.
- **Times** are ISO 8601 in UTC by the ledger's clock. Count down from \`…_in_ms\`, not from a difference of clocks.
`.trim();

const IDEMPOTENCY = `
## Idempotency

A key is the client's name for one wish, made before it is sent for the first time.

- **Where**: \`POST …/reservations\`, \`POST /seats/reservation/fcfs\` and \`POST …/hold/extend\`. Every \`PUT\` and \`DELETE\`
  is harmless to repeat as it is, and refuses a key with \`validation\`, so that nobody relies on what is not kept.
- **Whose**: a key belongs to one user in one event. Another user's same key, or the same key in another event, is
  another key.
- **For how long**: 24 hours. After that the key is new again.
- **What uses it up**: a success, and nothing else. A refusal and a failure on purpose leave it free. When no answer
  came, send the same request with the same key again.
- **The same wish**: what is compared is the operation and what the body means, not how it is written. Another order of
  the seats, spaces around the name, and \`010-1234-5678\` for \`+821012345678\` are the same wish. Any other difference is
  422 \`idempotency_mismatch\`, and changes nothing.
- **The answer**: the one that the first request got, with the reservation as it is now. After a cancellation its
  \`status\` is \`cancelled\`; sending again takes no seat again. \`sequence\` and \`remaining_seats\` are those of then.
- **At once**: requests with one key that arrive together, at whatever servers, take effect once and get the same answer.
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
    IDEMPOTENCY,
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
