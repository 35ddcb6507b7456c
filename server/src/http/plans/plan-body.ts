import type { PlanFile } from '../../plans/import-plan.ts';

export type PlanBody = Omit<PlanFile, 'name'>;

/** What the content type says of a file; undefined when it is no plan's. */
export function readContentType(header: string | undefined): Omit<PlanBody, 'bytes'> | undefined {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim());
  const charset = parameters
    .map((each) => /^charset="?([^"]{1,40})"?$/i.exec(each)?.[1])
    .find((each) => each !== undefined);
  switch (type.toLowerCase()) {
    case 'application/json':
      return { kind: 'json', charset };
    case 'text/csv':
      return { kind: 'csv', charset };
    default:
      return undefined;
  }
}
