import { positionText, type ClaimedPosition, type Position } from '../domain/log-chain.ts';
import type { ToldChange } from './change-text.ts';

/** Changes for a client that asks, as JSON of a ChangeList. */
export function changeListJson(
  eventId: string,
  claim: ClaimedPosition,
  changes: readonly ToldChange[],
  here: Position,
): string {
  const last = changes.at(-1);
  const hasMore = (last?.sequence ?? claim.sequence) < here.sequence;
  const position = positionText(last?.position ?? here);
  const list = changes.map((change) => change.toJson()).join(',');
  return `${head(eventId, here)},"position":"${position}","changes":[${list}],"has_more":${hasMore},"reload":false}`;
}

/** For a client whose position cannot be continued. It keeps its position until it has loaded the hall anew. */
export function reloadJson(eventId: string, claim: ClaimedPosition, here: Position): string {
  const check = claim.check === '' ? '' : `.${claim.check}`;
  const position = `${claim.epoch}${check}:${claim.sequence}`;
  return `${head(eventId, here)},"position":"${position}","changes":[],"has_more":false,"reload":true}`;
}

function head(eventId: string, { epoch, sequence }: Position): string {
  return `{"event":"${eventId}","epoch":"${epoch}","sequence":${sequence}`;
}
