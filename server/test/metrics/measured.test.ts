import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { MeasuredLine } from '../../src/box-office/doors.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { observePersons } from '../../src/metrics/person-metrics.ts';
import { observeRedis } from '../../src/metrics/redis-metrics.ts';
import { createTestApp } from '../support/app.ts';

const linesOf = async (registry: Registry, name: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('what is measured', () => {
  it('of appends is in seconds', async () => {
    const { registry, boxOfficeObserver } = new Metrics({ hasNodeMetrics: false });
    boxOfficeObserver.recorded(3, 5, 250);
    expect(await linesOf(registry, 'jari_append_seconds_sum')).toEqual(['jari_append_seconds_sum 0.25']);
    expect(await linesOf(registry, 'jari_batch_commands_sum')).toEqual(['jari_batch_commands_sum 3']);
    expect(await linesOf(registry, 'jari_changes_total')).toEqual(['jari_changes_total 5']);
  });

  it('of a part of Redis is one state at a time', async () => {
    const registry = new Registry();
    const { stateChanged } = observeRedis(registry);
    for (const state of ['connecting', 'connected', 'down'] as const) stateChanged('admission', state);
    const shown = await linesOf(registry, 'jari_redis_state{');
    expect(shown.filter((line) => line.endsWith(' 1'))).toEqual([
      'jari_redis_state{part="admission",state="down"} 1',
    ]);
    expect(shown).toHaveLength(4);
  });

  it('of names that cannot be read is how many there are now, over all events', async () => {
    const registry = new Registry();
    const { sealed } = observePersons(registry);
    sealed('gala', 2, 7);
    sealed('other', 1, 1);
    sealed('gala', 0, 5);
    expect(await linesOf(registry, 'jari_personal_data_unreadable ')).toEqual([
      'jari_personal_data_unreadable 6',
    ]);
    expect(await linesOf(registry, 'jari_personal_data_sealed_total ')).toEqual([
      'jari_personal_data_sealed_total 3',
    ]);
  });

  it('of a line goes with the line', async () => {
    const server = await createTestApp();
    const metrics = new Metrics({ hasNodeMetrics: false });
    const state = { joined: 9, serving: 4, overTo: 1, active: 3, preQueued: null };
    let lines: MeasuredLine[] = [{ eventId: 'gala', state, isStopped: true }];
    metrics.watch(server.offices, [], { lines: () => lines });
    const shown = () => linesOf(metrics.registry, 'jari_line_');
    expect(await shown()).toEqual([
      'jari_line_waiting{event="gala"} 5',
      'jari_line_inside{event="gala"} 3',
      'jari_line_serving_number{event="gala"} 4',
      'jari_line_stopped{event="gala"} 1',
    ]);
    lines = [];
    expect(await shown()).toEqual([]);
    await server.close();
  });
});
