import { API, curl, data, JSON_TYPE, ok, TOKEN, type Example } from './example.ts';

const ID = 'rehearsal-20261122155034-9f3a01';
const PATH = `${API}/admin/events/default/rehearsals`;
const STARTED = {
  ...{ id: ID, event: 'default', state: 'running', started_by: 'kim', people: 200, seed: 1, pace: 5 },
  ...{ started_at: '2026-11-22T15:50:34.120Z', ended_at: null, is_stopping: false },
  ...{ progress: null, outcome: null, failure: null },
};

/** The routes of rehearsals, by operationId. */
export const rehearsalExamples: Readonly<Record<string, Example>> = {
  startRehearsal: ok(
    curl(`-X POST ${PATH}`, TOKEN, JSON_TYPE, data({ people: 200, open_in_ms: 30_000, pace: 5 })),
    STARTED,
    202,
  ),
  listRehearsals: ok(curl(PATH, TOKEN), {
    rehearsals: [
      {
        ...STARTED,
        progress: {
          ...{ phase: 'selling', elapsed_ms: 33_007, opens_in_ms: -3_012 },
          people: { all: 200, away: 12, waiting: 164, inside: 9, through: 15, bought: 4 },
          seats: { all: 9, left: 1 },
          ...{ requests_per_second: 96, p95_ms: 8.4, refusals: 21, no_answers: 0, player_lag_ms: 1.2 },
          promises: [{ promise: 'one-owner', checked: 4, broken: 0 }],
        },
      },
    ],
  }),
  getRehearsalReport: ok(
    curl(`-o report.html ${PATH}/${ID}/report.html`, TOKEN),
    '<!doctype html> … the report, in Korean and English …',
  ),
  stopRehearsal: { request: curl(`-X DELETE ${PATH}/${ID}`, TOKEN), status: 204, response: undefined },
};
