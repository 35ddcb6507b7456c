import { reasons, reasonsByPrecedence } from '@jari/contract/reasons';
import { code, generatedFrom, table } from './markdown.ts';

/** `docs/reasons.md`: every way to say no, in order of precedence. */
export function reasonsPage(): string {
  const rows = reasonsByPrecedence.map((reason, index) => {
    const { status, retryable, then, title, advice } = reasons[reason];
    return [
      String(index + 1),
      `<a id="${reason}"></a>${code(reason)}`,
      String(status),
      retryable ? 'yes' : 'no',
      code(then),
      `${title.en}<br>${title.ko}`,
      `${advice.en}<br>${advice.ko}`,
    ];
  });
  return `${generatedFrom('contract/src/reasons.ts')}

# Reason codes · 거절 사유 코드

Every answer that is not a success is \`application/problem+json\` (RFC 9457) with a member \`reason\`: one of the
codes below, which never change their meaning. When several apply to one request, the one that stands first
is given. _Retryable_ means that the same request may succeed later without being changed; \`retryable\` in the
answer says the same, and \`Retry-After\` comes with every 429 and 503. _Then_ is what comes next for a person, and
what the web app offers: \`retry\` sends the very same request again with the same key, \`choose_again\` offers other
seats, \`correct\` asks for a change of the request, \`stop\` offers nothing, because nothing would help.

성공이 아닌 모든 응답은 \`application/problem+json\`(RFC 9457)이며 \`reason\`에 아래 코드 중 하나가 담깁니다. 한 요청에
여러 사유가 해당하면 표에서 위에 있는 것을 돌려줍니다. _Retryable_ 이 yes인 코드는 같은 요청을 그대로 다시 보내면
나중에 성공할 수 있다는 뜻입니다. _Then_ 은 사용자가 다음에 할 일이며 웹 앱이 보여 주는 선택지이기도 합니다. \`retry\` 는 같은
요청을 같은 키로 다시 보내고, \`choose_again\` 은 좌석을 다시 고르고, \`correct\` 는 요청 내용을 고치고, \`stop\` 은 다시 보내도
달라지지 않는 경우입니다.

${table(['#', 'Reason', 'Status', 'Retryable', 'Then', 'What happened · 무슨 일인가', 'What to do next · 다음 행동'], rows)}
`;
}
