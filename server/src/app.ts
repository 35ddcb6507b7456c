import { SNAPSHOT_SEATS_MAX } from '@jari/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance } from 'fastify';
import { Doors } from './box-office/doors.ts';
import type { AppDeps, AppSettings } from './http/app-deps.ts';
import { logRoutes } from './http/admin/log-routes.ts';
import { archiveRoutes } from './http/archive/routes.ts';
import { adminRoutes } from './http/admin/routes.ts';
import { openAudits } from './http/audit/open-audits.ts';
import { auditRoutes } from './http/audit/routes.ts';
import { doorRoutes } from './http/admin/door-routes.ts';
import { QueuePasses } from './http/admission/queue-pass.ts';
import { WorkChallenges } from './http/admission/work-challenge.ts';
import { joinRoutes } from './http/admission/routes.ts';
import { waitingRoomRoutes } from './http/admission/waiting-room-routes.ts';
import { actionRoutes } from './http/console/action-routes.ts';
import { demonstrationRoutes } from './http/console/demonstration-routes.ts';
import { consoleEventChangeRoutes } from './http/console/event-change-routes.ts';
import { consoleEventRoutes } from './http/console/event-routes.ts';
import { figuresRoutes } from './http/console/figures-routes.ts';
import { interventionRoutes } from './http/console/intervention-routes.ts';
import { consoleSeatRoutes } from './http/console/seat-routes.ts';
import { changeRoutes } from './http/changes/routes.ts';
import { entryRoutes } from './http/door/entry-routes.ts';
import { guestRoutes } from './http/door/guest-routes.ts';
import { eventRoutes } from './http/events/routes.ts';
import { endedHoldRoute } from './http/holds/ended-route.ts';
import { holdRoutes } from './http/holds/routes.ts';
import { embedRoutes } from './http/identity/embed-routes.ts';
import { EmbedSessions } from './http/identity/embed-sessions.ts';
import { Identity } from './http/identity/identity.ts';
import { meRoutes } from './http/identity/me-routes.ts';
import { meStreamRoutes } from './http/identity/me-stream-routes.ts';
import { SessionCookies } from './http/identity/session-cookie.ts';
import { lineRoutes } from './http/line/routes.ts';
import { apiKeyRoutes } from './http/integrations/api-key-routes.ts';
import { holdTokenRoutes } from './http/integrations/hold-token-routes.ts';
import { HoldTokens } from './http/integrations/hold-tokens.ts';
import { IntegratorGuard } from './http/integrations/integrator-guard.ts';
import { KeyRing } from './http/integrations/key-ring.ts';
import { shopRoutes } from './http/integrations/shop-routes.ts';
import { webhookRoutes } from './http/integrations/webhook-routes.ts';
import { organiserRoutes } from './http/organisers/organiser-routes.ts';
import { Organisers } from './http/organisers/organisers.ts';
import { organiserSessionRoutes } from './http/organisers/session-routes.ts';
import { trailRoutes } from './http/organisers/trail-routes.ts';
import { operationRoutes } from './http/operations/routes.ts';
import { addBodyParsing } from './http/plugins/body-parsing.ts';
import { addBrokenRequestAnswers, answerClientError } from './http/plugins/broken-requests.ts';
import { addColdLimit } from './http/plugins/cold-limit.ts';
import { CommandLimits } from './http/plugins/command-limits.ts';
import { addConnectionDraining } from './http/plugins/connection-draining.ts';
import { addConnectionLimits } from './http/plugins/connection-limits.ts';
import { createGatedServer } from './http/overload/gated-server.ts';
import { addOverloadGate } from './http/overload/add-overload-gate.ts';
import { OverloadGate } from './http/overload/overload-gate.ts';
import { addCrossOrigin } from './http/plugins/cross-origin.ts';
import { addErrorAnswers, answerError } from './http/plugins/errors.ts';
import { addOpenApi, addOpenApiRoutes } from './http/plugins/openapi.ts';
import { PlacesByNetwork } from './http/plugins/places-by-network.ts';
import { addResponseBasics } from './http/plugins/response-basics.ts';
import { schemaCompilers } from './http/plugins/schema-compilers.ts';
import { addWebApp } from './http/plugins/web-app.ts';
import { makeRequestIds } from './http/request-id.ts';
import { RequestLogs } from './http/request-log.ts';
import { confirmRoutes } from './http/reservations/confirm-routes.ts';
import { findRoutes } from './http/reservations/find-routes.ts';
import { fcfsRoutes } from './http/reservations/fcfs-routes.ts';
import { myReservationRoutes } from './http/reservations/my-reservation-routes.ts';
import { peopleCsvRoutes } from './http/people/csv-routes.ts';
import { peopleListRoutes } from './http/people/list-routes.ts';
import { myDataRoutes } from './http/people/my-data-routes.ts';
import { personRoutes } from './http/people/person-routes.ts';
import { adminPlanRoutes } from './http/plans/admin-routes.ts';
import { planTemplateRoutes } from './http/plans/template-routes.ts';
import { planDrawings } from './http/plans/plan-drawings.ts';
import { planRoutes } from './http/plans/public-routes.ts';
import type { App, RouteContext, Routes } from './http/route-context.ts';
import { rehearsalRoutes } from './http/rehearsals/rehearsal-routes.ts';
import { Rehearsals } from './http/rehearsals/rehearsals.ts';
import { seatRoutes } from './http/seats/routes.ts';
import { ticketKeyRoutes } from './http/tickets/key-routes.ts';
import { ticketPrintRoutes } from './http/tickets/print-routes.ts';
import { TicketSigner } from './http/tickets/ticket-signer.ts';
import { transferRoutes } from './http/transfers/routes.ts';
import { PlanWorkshop } from './plans/workshop.ts';
import { watchOverload } from './metrics/overload-metrics.ts';
import { ChangeStreams } from './realtime/change-streams.ts';
import { PersonalStreams } from './realtime/personal-streams.ts';
import { EventListCache } from './views/event-list.ts';
import { EventSalesCache } from './views/event-sales.ts';
import { SeatListCache } from './views/seat-list.ts';
import { SeatStatesCache } from './views/seat-states.ts';

export { defaultAppSettings, type AppDeps, type AppLedger, type AppSettings } from './http/app-deps.ts';
export { describeError } from './http/plugins/errors.ts';
export { Metrics, type MetricsOptions } from './metrics/metrics.ts';

const apiRoutes: readonly Routes[] = [
  seatRoutes,
  eventRoutes,
  holdRoutes,
  endedHoldRoute,
  lineRoutes,
  confirmRoutes,
  fcfsRoutes,
  findRoutes,
  myReservationRoutes,
  meRoutes,
  embedRoutes,
  adminRoutes,
  doorRoutes,
  planRoutes,
  adminPlanRoutes,
  planTemplateRoutes,
  logRoutes,
  archiveRoutes,
  peopleListRoutes,
  peopleCsvRoutes,
  personRoutes,
  myDataRoutes,
  apiKeyRoutes,
  holdTokenRoutes,
  shopRoutes,
  webhookRoutes,
  ticketKeyRoutes,
  ticketPrintRoutes,
  transferRoutes,
  guestRoutes,
  entryRoutes,
  organiserSessionRoutes,
  organiserRoutes,
  trailRoutes,
  consoleSeatRoutes,
  interventionRoutes,
  consoleEventRoutes,
  consoleEventChangeRoutes,
  figuresRoutes,
  actionRoutes,
  demonstrationRoutes,
];

/**
 * Builds the HTTP application: every route, ready to listen or to be injected. Nothing listens yet.
 * `close()` ends streams and refuses new requests; what it stands on is closed by whoever made it.
 */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const { offices, settings, metrics } = deps;
  const overload = new OverloadGate(deps, settings.corsOrigins.length > 0);
  const app = createServer(deps, overload);
  addErrorAnswers(app);
  addBodyParsing(app);
  addResponseBasics(app, metrics, {
    isDebugging: ['debug', 'trace'].includes(deps.logger.level),
    hasOtherHeaders: settings.corsOrigins.length > 0,
  });
  addConnectionLimits(app, settings);
  addBrokenRequestAnswers(app);
  addConnectionDraining(app, settings.closeGraceMs);
  await addCrossOrigin(app, settings.corsOrigins);
  addOverloadGate(app, overload);
  const organisers = new Organisers(deps);
  const rehearsals = new Rehearsals({
    store: deps.rehearsals,
    program: settings.rehearsalProgram,
    wallNow: () => offices.wallNow(),
    logger: deps.logger,
  });
  app.addHook('onClose', () => rehearsals.close());
  await addColdLimit(app, organisers.guard);
  await addOpenApi(app, settings);

  const nowMs = () => deps.clock.wallMs();
  const cookies = new SessionCookies(settings.sessionSecrets, settings.isSecureCookie, nowMs);
  const embedded = new EmbedSessions(settings.sessionSecrets, settings.corsOrigins, nowMs);
  const seatLists = new SeatListCache(offices);
  const seatStates = new SeatStatesCache();
  const workshop = new PlanWorkshop();
  const printer = new PlanWorkshop({ taskTimeoutMs: 10_000, heapMb: 256 });
  app.addHook('onClose', () => Promise.all([workshop.close(), printer.close()]));
  const told = {
    stopped: (event: string, err: unknown) =>
      deps.logger.warn({ err, event }, 'the doors of a waiting room stand still'),
    moving: (event: string) => deps.logger.info({ event }, 'the doors of a waiting room move again'),
  };
  const doors = new Doors(offices, deps.admission, deps.clock, told, settings.doorsIntervalMs);
  app.addHook('onClose', () => doors.close());
  const monotonicMs = () => deps.clock.monotonicMs();
  const keyRing = new KeyRing(deps.integrations, monotonicMs, (err) =>
    deps.logger.warn({ err }, 'when a key was last used could not be written down'),
  );
  const context: RouteContext = {
    ...deps,
    overload,
    doors,
    passes: new QueuePasses(settings.sessionSecrets),
    limits: new CommandLimits(settings.commandRates, deps.clock, () => deps.random.draw()),
    challenges: new WorkChallenges(settings.sessionSecrets, nowMs),
    identity: new Identity(settings, cookies, embedded, nowMs),
    eventLists: new EventListCache(offices, settings.timeZone),
    seatLists,
    seatStates,
    eventSales: new EventSalesCache(deps.records),
    workshop,
    printer,
    planDrawings: planDrawings(deps.ledger, workshop),
    holdTokens: new HoldTokens(settings.sessionSecrets),
    keyRing,
    integrators: new IntegratorGuard(keyRing, settings.integratorRate, monotonicMs),
    tickets: new TicketSigner(settings.ticketSecrets),
    organisers,
    allow: (role) => rehearsals.keys.or(organisers.guard.allow(role)),
  };
  const streams = new ChangeStreams(
    offices,
    deps.ledger,
    (office) => {
      const isLarge = office.seatMap.seatCount > SNAPSHOT_SEATS_MAX;
      return (isLarge ? seatStates : seatLists).of(office).at(office.wallNow());
    },
    {
      heartbeatMs: settings.streamHeartbeatMs,
      bufferBytesMax: settings.streamBufferBytesMax,
      clientsMax: settings.streamClientsMax,
    },
  );
  const places = new PlacesByNetwork(settings.streamsPerAddress);
  const personal = new PersonalStreams(offices, doors, deps.cancelReasons, {
    heartbeatMs: settings.streamHeartbeatMs,
    bufferBytesMax: settings.streamBufferBytesMax,
    clientsMax: settings.streamClientsMax,
    clientsPerUser: settings.personalStreamsPerUser,
    turnsIntervalMs: settings.doorsIntervalMs,
  });
  // Whoever watches a hall may have one of these besides.
  const personalPlaces = new PlacesByNetwork(settings.streamsPerAddress);
  const audits = openAudits(context, streams);
  app.addHook('onClose', () => audits.close());
  metrics.watch(offices, [streams, personal], doors);
  watchOverload(metrics.registry, overload);
  app.addHook('preClose', (done) => {
    streams.close();
    personal.close();
    done();
  });

  await app.register(
    (api, _options, done) => {
      const typed: App = api.withTypeProvider<TypeBoxTypeProvider>();
      for (const routes of apiRoutes) routes(typed, context);
      auditRoutes(audits)(typed, context);
      rehearsalRoutes(rehearsals)(typed, context);
      changeRoutes(typed, context, streams, places);
      meStreamRoutes(typed, context, personal, personalPlaces);
      done();
    },
    { prefix: '/api/v1' },
  );
  const typed: App = app.withTypeProvider<TypeBoxTypeProvider>();
  joinRoutes(typed, context);
  waitingRoomRoutes(typed, context);
  operationRoutes(typed, context);
  await addOpenApiRoutes(app, settings);
  await addWebApp(app, settings, offices);
  await app.ready();
  return app;
}

function createServer(
  { logger, settings }: Pick<AppDeps, 'logger' | 'settings'>,
  overload: OverloadGate,
): FastifyInstance {
  return fastify({
    serverFactory: (handler) => createGatedServer(handler, settings, overload),
    logController: new RequestLogs(logger),
    genReqId: makeRequestIds(),
    requestIdHeader: false,
    bodyLimit: settings.bodyLimitBytes,
    trustProxy: readTrust(settings),
    // Fastify's own 503 would have another shape than ours; see plugins/response-basics.ts.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 128 },
    schemaController: { compilersFactory: schemaCompilers },
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false },
    },
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  });
}

function readTrust({ trustedProxies }: AppSettings): string[] | false {
  return trustedProxies.length > 0 ? [...trustedProxies] : false;
}
