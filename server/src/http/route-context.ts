import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Role } from '@jari/contract';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  preParsingHookHandler,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { EventListCache } from '../views/event-list.ts';
import type { EventSalesCache } from '../views/event-sales.ts';
import type { SeatListCache } from '../views/seat-list.ts';
import type { SeatStatesCache } from '../views/seat-states.ts';
import type { PlanWorkshop } from '../plans/workshop.ts';
import type { Doors } from '../box-office/doors.ts';
import type { QueuePasses } from './admission/queue-pass.ts';
import type { WorkChallenges } from './admission/work-challenge.ts';
import type { AppDeps } from './app-deps.ts';
import type { Organisers } from './organisers/organisers.ts';
import type { OverloadGate } from './overload/overload-gate.ts';
import type { Identity } from './identity/identity.ts';
import type { CommandLimits } from './plugins/command-limits.ts';
import type { PlanDrawings } from './plans/plan-drawings.ts';

/** The application as routes see it: schemas are TypeBox's, and handlers are typed by them. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes are built from: the dependencies, and what the HTTP layer has made of them. */
export interface RouteContext extends Omit<AppDeps, 'organisers'> {
  readonly identity: Identity;
  readonly overload: OverloadGate;
  readonly doors: Doors;
  readonly passes: QueuePasses;
  readonly challenges: WorkChallenges;
  readonly limits: CommandLimits;
  readonly eventLists: EventListCache;
  readonly seatLists: SeatListCache;
  readonly seatStates: SeatStatesCache;
  readonly eventSales: EventSalesCache;
  readonly workshop: PlanWorkshop;
  readonly planDrawings: PlanDrawings;
  /** Lets only those of the house pass whose role may do what this one may; see `organiserOf`. */
  readonly allow: (role: Role) => preParsingHookHandler;
  readonly organisers: Organisers;
}

/** Adds the routes of one feature. */
export type Routes = (app: App, context: RouteContext) => void;
