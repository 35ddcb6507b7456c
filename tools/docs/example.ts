/** One request as it is typed, and the answer to it. A test compares both with the app's schemas. */
export interface Example {
  readonly request: string;
  readonly status: number;
  readonly response: object | string | undefined;
}

export const API = 'http://localhost:5800/api/v1';
export const JSON_TYPE = "-H 'Content-Type: application/json'";
export const USER = "-H 'X-User-Id: user-123'";
export const TOKEN = '-H "Authorization: Bearer $ADMIN_TOKEN"';
export const KEY = "-H 'Idempotency-Key: 7c9e6679-7425-40de-944b-e07fc1f90ae7'";

/** A request over several lines, as a shell takes it. */
export const curl = (first: string, ...others: string[]): string =>
  [`curl ${first}`, ...others].join(' \\\n  ');
export const data = (body: object): string => `-d '${JSON.stringify(body)}'`;

export const ok = (request: string, response: object | string, status = 200): Example => ({
  request,
  status,
  response,
});
