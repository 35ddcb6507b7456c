import type { DrawnPlan } from '../../plans/tasks.ts';

type Encoding = keyof DrawnPlan;

/** The smallest form that the client understands, by its `Accept-Encoding`. */
export function encodingFor(accepted: string | undefined): Encoding {
  const weights = new Map<string, number>();
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim());
    const weight = parameters.find((each) => each.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  const isWelcome = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return isWelcome('br') ? 'br' : isWelcome('gzip') ? 'gzip' : 'identity';
}
