import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { AppSettings } from '../app-deps.ts';
import { ORGANISER_COOKIE } from '../organisers/organiser-cookie.ts';
import { SESSION_COOKIE } from '../identity/session-cookie.ts';

const TAGS = [
  { name: 'seats', description: 'The hall, as everybody sees it' },
  { name: 'realtime', description: 'What changes in the hall' },
  { name: 'holds', description: 'My time-limited priority' },
  { name: 'line', description: 'Who is next when a seat comes back' },
  { name: 'reservations', description: 'Confirmed records' },
  { name: 'events', description: 'What is on' },
  { name: 'admission', description: 'Who I am, and my number in the queue' },
  { name: 'integrations', description: 'A shop’s server, with its API key' },
  { name: 'admin', description: 'The organiser’s' },
  { name: 'door', description: 'The doors of an event: who is expected, and who came in' },
  { name: 'operations', description: 'The operator’s' },
];

/** Collects the routes' schemas. Must be there before the first route. */
export async function addOpenApi(app: FastifyInstance, settings: AppSettings): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Jari (자리)',
        description:
          'Seat reservations. Errors are problem details (RFC 9457) with `reason`, a stable code; the same ' +
          'request with the same `Idempotency-Key` is harmless to send again.',
        version: '1.0.0',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          userHeader: {
            type: 'apiKey',
            in: 'header',
            name: settings.userHeader,
            description: 'The user, 1–128 visible ASCII characters, where the server trusts this header.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description: 'Issued by `GET /api/v1/me`.',
          },
          adminToken: { type: 'http', scheme: 'bearer' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'A shop’s key, `jari_sk_…`.' },
          organiserSession: {
            type: 'apiKey',
            in: 'cookie',
            name: ORGANISER_COOKIE,
            description: 'Issued by `POST /api/v1/admin/session`.',
          },
        },
      },
      security: [{ userHeader: [] }, { session: [] }, {}],
    },
  });
}

/** `/openapi.json` and, for people, `/docs`. */
export async function addOpenApiRoutes(app: FastifyInstance, settings: AppSettings): Promise<void> {
  let document: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    document ??= JSON.stringify(app.swagger());
    return reply.header('content-type', 'application/json; charset=utf-8').send(document);
  });
  await app.register(async (docs) => {
    await docs.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          // Swagger UI makes one element of style, always the same; a browser test notices when another version makes another.
          styleSrc: ["'self'", "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: settings.isSecureCookie,
    });
    // Its files come as streams, and not compressed beforehand.
    await docs.register(compress, { encodings: ['br', 'gzip'], threshold: 1_024 });
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, rateLimit: { max: settings.coldRequestsPerMinute } };
    });
    await docs.register(swaggerUi, { routePrefix: '/docs' });
  });
}
