import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyRequest } from 'fastify';
import { encodings, type Encoding } from '../views/encoded-text.ts';

const supported: string[] = [...encodings];

/** How whoever asks would like a long answer compressed; undefined: not at all. */
export function encodingFor({ headers }: FastifyRequest): Encoding | undefined {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || Array.isArray(accepted)) return undefined;
  const chosen = negotiate(accepted, supported);
  return encodings.find((encoding) => encoding === chosen);
}
