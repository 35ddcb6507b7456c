import type { OrganiserWithToken, Role } from '@jari/contract';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { asAdmin, type TestApp } from './app.ts';

/** Requests of those who work for the house; the owner's unless another token is given. */
export function houseCalls(server: () => TestApp) {
  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    payload?: object,
    headers: Record<string, string> = asAdmin,
  ): Promise<LightMyRequestResponse> => {
    const options: InjectOptions = { method, url: `/api/v1${path}`, headers };
    return server().app.inject(payload === undefined ? options : { ...options, payload });
  };
  /** The headers of somebody new. */
  const newOrganiser = async (name: string, role: Role): Promise<Record<string, string>> => {
    const answer = await send('POST', '/admin/organisers', { name, role });
    return { authorization: `Bearer ${answer.json<OrganiserWithToken>().token}` };
  };
  return { send, newOrganiser };
}
