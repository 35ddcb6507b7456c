import { canonicalPlan } from '../../server/src/plans/canonical.ts';
import { arenaPlan } from '../../server/src/plans/templates/index.ts';
import { startStack, type Stack } from '../stack/stack.ts';

export const SEATS = 12_000;
export const EVENT = 'rush';

export interface RoomRules {
  readonly admittedPerMinute: number;
  readonly activeMax: number;
  readonly turnTtlSeconds: number;
}

/** Three servers behind the gateway, and what an organiser does to them. */
export class House {
  private constructor(readonly stack: Stack) {}

  static async open(servers: number, log: (line: string) => void): Promise<House> {
    return new House(
      await startStack({
        instances: servers,
        log,
        // One machine pretends to be a city: the gateway believes the names that the crowd goes by.
        gatewayEnv: { TRUST_USER_HEADER: 'true' },
      }),
    );
  }

  /** The arena goes on sale, behind a waiting room that shuffles those who come early. */
  async putOnSale(
    opensAt: number,
    { admittedPerMinute, activeMax, turnTtlSeconds }: RoomRules,
  ): Promise<void> {
    const plan = canonicalPlan(arenaPlan());
    await this.asOrganiser('POST', '/api/v1/admin/plans', plan.text);
    const prices = Object.fromEntries(
      plan.document.categories.map(({ name }, i) => [name, 55_000 + 22_000 * i] as const),
    );
    await this.asOrganiser(
      'PUT',
      `/api/v1/events/${EVENT}`,
      JSON.stringify({
        title: { ko: '개막 공연', en: 'Opening night' },
        venue: { ko: '큰 공연장', en: 'The arena' },
        starts_at: new Date(opensAt + 30 * 86_400_000).toISOString(),
        sale_opens_at: new Date(opensAt).toISOString(),
        plan: plan.planId,
        currency: 'KRW',
        prices,
        rules: { hold_ttl_seconds: 30, max_seats_per_user: 4 },
        waiting_room: {
          admitted_per_minute: admittedPerMinute,
          active_max: activeMax,
          turn_ttl_seconds: turnTtlSeconds,
          pre_queue_minutes: 60,
          order: 'shuffle',
        },
      }),
    );
  }

  /** How many seats nobody has. */
  async seatsLeft(): Promise<number | undefined> {
    try {
      const answer = await fetch(`${this.stack.gatewayUrl}/api/v1/events/${EVENT}/states`, {
        signal: AbortSignal.timeout(5_000),
      });
      const { states } = (await answer.json()) as { states: string };
      return [...states].filter((letter) => letter === 'a' || letter === 'h').length;
    } catch {
      return undefined;
    }
  }

  /** The exported log, as lines. */
  async log(): Promise<string[]> {
    const answer = await this.asOrganiser('GET', `/api/v1/admin/events/${EVENT}/log`);
    return (await answer.text()).split('\n').filter((line) => line !== '');
  }

  private async asOrganiser(method: string, path: string, body?: string): Promise<Response> {
    const { gatewayUrl, secrets } = this.stack;
    const answer = await fetch(`${gatewayUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets.adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
