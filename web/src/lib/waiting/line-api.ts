import type { JoinResult, LineStatus, QueuePass, QueuePlace, WorkChallenge } from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import { request } from '#lib/api/request.ts';
import { inSession } from '#lib/api/session.ts';

const path = (what: string, event: string) => `/fcfs/${what}?event=${encodeURIComponent(event)}`;

/** What can be asked about a line. */
export interface LineApi {
  /** The same for everybody, and so cached on its way; it needs no session. */
  status: () => Promise<Outcome<LineStatus>>;
  /** My pass, or my place. */
  pass: () => Promise<Outcome<QueuePass | QueuePlace>>;
  /** What a proof of work has to be for, where lining up takes one. */
  challenge: () => Promise<Outcome<WorkChallenge>>;
  join: (proof?: string) => Promise<Outcome<JoinResult>>;
  leave: () => Promise<Outcome<undefined>>;
}

export const lineApi = (event: string): LineApi => ({
  status: () => request<LineStatus>(path('status', event), { isRoot: true }),
  pass: () =>
    inSession(() => request<QueuePass | QueuePlace>(path('pass', event), { method: 'POST', isRoot: true })),
  challenge: () => inSession(() => request<WorkChallenge>(path('challenge', event), { isRoot: true })),
  join: (proof) => {
    const work = proof === undefined ? '' : `&work=${encodeURIComponent(proof)}`;
    return inSession(() => request<JoinResult>(path('join', event) + work, { method: 'POST', isRoot: true }));
  },
  leave: () => inSession(() => request<undefined>(path('pass', event), { method: 'DELETE', isRoot: true })),
});
