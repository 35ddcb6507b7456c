import { expect, it } from 'vitest';
import { webhookJson } from '../../src/http/integrations/webhook-json.ts';
import type { Webhook } from '../../src/ports/integrations.ts';

const webhook: Webhook = {
  ...{
    endpointId: 'wh_1',
    url: 'https://shop.example/',
    types: ['seat.blocked'],
    events: null,
    createdAt: 0,
  },
  ...{ failingSince: null, disabledAt: null, disabledBy: null, waiting: 0, dead: 0 },
};

it.each([
  ['working', {}],
  ['failing', { failingSince: 5 }],
  ['disabled', { disabledAt: 9, disabledBy: 'owner' }],
  ['disabled', { failingSince: 5, disabledAt: 9, disabledBy: 'failing' }],
] as const)('a webhook is %s when it is %j', (state, given) => {
  expect(webhookJson({ ...webhook, ...given }).state).toBe(state);
});
