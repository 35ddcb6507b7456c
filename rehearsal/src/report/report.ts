import type { Language } from '@jari/contract';
import { isReason } from '@jari/contract/reason-kinds';
import { reasonWords } from '@jari/contract/reason-words';
import { NO_ANSWER } from '../records/answer-series.ts';
import type { RehearsalResult } from '../result.ts';
import { drawCharts } from './charts.ts';
import { both, duration, escape, html, raw, whole, type Html, type Words } from './markup.ts';
import { style } from './style.ts';
import type { RehearsalSummary } from './summary.ts';
import { drawVerdicts, headline } from './verdict-part.ts';
import { endingWords, figureWords, kindWords, outcomeWords, words } from './words.ts';

/** The report as one file that needs nothing else: no script, no network. Both languages are in it. */
export function writeReport(result: RehearsalResult, summary: RehearsalSummary): string {
  const { event, opensAt } = result;
  const { language } = result.settings;
  const title = typeof event.title === 'string' ? { ko: event.title, en: event.title } : bothOf(event.title);
  const when = new Date(opensAt).toISOString().slice(0, 16).replace('T', ' ');
  return html`<!doctype html>
    <html lang="${raw(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${escape(`${words.title.ko} · ${words.title.en}: ${summary.eventId}`)}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          ${switches(language)}
          <p><span class="mark">REHEARSAL · 리허설</span></p>
          <h1>${both(title)}</h1>
          <p class="soft">
            ${both(words.title)} · ${escape(when)} UTC · <code>${escape(summary.eventId)}</code>
          </p>
          ${headline(summary)} ${figures(summary)}
          <h2>${both(words.verdicts)}</h2>
          ${drawVerdicts(result.judgement.verdicts)}
          <h2>${both(words.charts)}</h2>
          <p class="soft">${both(words.chartsHint)}</p>
          <div class="charts">${drawCharts(result)}</div>
          <h2>${both(words.answerTimes)}</h2>
          ${answerTable(summary)}
          <h2>${both(words.refusals)}</h2>
          ${refusals(summary)}
          <h2>${both(words.howItEnded)}</h2>
          ${outcomes(summary)}
          <h2>${both(words.player)}</h2>
          ${player(result, summary)}
        </main>
      </body>
    </html> `;
}

function bothOf({ ko, en }: { readonly ko?: string; readonly en?: string }): Words {
  return { ko: ko ?? en ?? '', en: en ?? ko ?? '' };
}

/** Which of both languages and themes is shown: the page's style asks these. */
function switches(language: Language): Html {
  const choice = (group: string, id: string, label: string, isFirst: boolean) =>
    html`<input type="radio" name="${raw(group)}" id="${raw(id)}" ${raw(isFirst ? ' checked' : '')} /><label
        for="${raw(id)}"
        >${escape(label)}</label
      >`;
  return html`<form class="bar">
    <fieldset>
      <legend>${both(words.language)}</legend>
      ${choice('l', 'ko', '한국어', language === 'ko')}${choice('l', 'en', 'English', language === 'en')}
    </fieldset>
    <fieldset>
      <legend>${both(words.theme)}</legend>
      ${choice('t', 'auto', '◐', true)}${choice('t', 'light', '☀', false)}${choice('t', 'dark', '☾', false)}
    </fieldset>
  </form>`;
}

function figures(summary: RehearsalSummary): Html {
  const confirm = summary.answers.find(({ kind }) => kind === 'confirm');
  const orDash = (ms: number | null) => (ms === null ? '–' : duration(ms));
  const all: readonly (readonly [Words, string])[] = [
    [figureWords.sold, `${whole(summary.sold)} / ${whole(summary.seats)}`],
    [figureWords.firstFull, orDash(summary.noneFreeAfterMs)],
    [figureWords.lastSold, orDash(summary.soldOutAfterMs)],
    [figureWords.requests, whole(summary.requests)],
    [figureWords.peak, whole(summary.requestsPerSecondPeak)],
    [figureWords.confirm, confirm === undefined ? '–' : duration(confirm.p95Ms)],
    [figureWords.streamLag, summary.streams.messages === 0 ? '–' : duration(summary.streams.p99Ms)],
    [figureWords.errors, whole(summary.serverErrors + summary.noAnswers)],
  ];
  return html`<ul class="figures">
    ${all.map(([name, value]) => html`<li><b>${escape(value)}</b>${both(name)}</li>`)}
  </ul>`;
}

function answerTable({ answers }: RehearsalSummary): Html {
  const rows = answers.map(
    ({ kind, count, p50Ms, p95Ms, p99Ms, maxMs }) =>
      html`<tr>
        <th scope="row">${both(kindWords[kind])}</th>
        <td>${escape(whole(count))}</td>
        ${[p50Ms, p95Ms, p99Ms, maxMs].map((ms) => html`<td>${escape(duration(ms))}</td>`)}
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${both(words.request)}</th>
          <th scope="col">${both(words.count)}</th>
          <th scope="col">p50</th>
          <th scope="col">p95</th>
          <th scope="col">p99</th>
          <th scope="col">${both(words.longest)}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function refusals({ refusals: all }: RehearsalSummary): Html {
  if (all.length === 0) return html`<p>${both(words.noRefusals)}</p>`;
  return meters(all.map(({ reason, count }) => [both(wordsOf(reason)), reason, count]));
}

function wordsOf(reason: string): Words {
  if (isReason(reason)) return reasonWords[reason].title;
  return reason === NO_ANSWER
    ? { ko: '답이 오지 않았어요.', en: 'There was no answer.' }
    : { ko: reason, en: reason };
}

function outcomes({ outcomes: all }: RehearsalSummary): Html {
  return meters(all.map(({ outcome, count }) => [both(outcomeWords[outcome]), '', count]));
}

/** Bars beside each other's counts. Drawn, since the policy that the report is served with allows no style attribute. */
function meters(all: readonly (readonly [name: Html, code: string, count: number])[]): Html {
  const most = Math.max(1, ...all.map(([, , count]) => count));
  const rows = all.map(
    ([name, code, count]) =>
      html`<div class="meter">
        <span>${name}${code === '' ? raw('') : html` <code class="soft">${escape(code)}</code>`}</span
        ><b>${escape(whole(count))}</b
        ><svg class="fill" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect width="${Math.max(1, Math.round((count / most) * 100))}" height="6" />
        </svg>
      </div>`,
  );
  return html`<div>${rows}</div>`;
}

function player(
  { settings, way, event, ending, evidence: { clockUncertainMs } }: RehearsalResult,
  summary: RehearsalSummary,
): Html {
  const { player: own, streams } = summary;
  const trust: Words = own.isTrustworthy
    ? {
        ko: `리허설 프로그램은 스스로 늦지 않았습니다(p95 ${duration(own.lagP95Ms)}, 최대 ${duration(own.lagMaxMs)}). 위의 시간은 서버의 시간입니다.`,
        en: `The player was not late itself (p95 ${duration(own.lagP95Ms)}, ${duration(own.lagMaxMs)} at most): the times above are the server’s.`,
      }
    : {
        ko: `리허설 프로그램 자신이 한계에 있었습니다(p95 ${duration(own.lagP95Ms)} 늦음). 위의 시간에는 이 지연이 들어 있으니 서버 탓으로 보지 마세요. 사람을 줄이거나 다른 컴퓨터에서 돌려 보세요.`,
        en: `The player was at its own limit (p95 ${duration(own.lagP95Ms)} late), and the times above contain that: do not blame the server. Send fewer people, or play from another machine.`,
      };
  const facts: readonly Words[] = [
    trust,
    {
      ko: `가장 바쁠 때 CPU 코어 ${own.cpuSharePeak.toFixed(1)}개를 썼습니다: ${own.processor}, 코어 ${String(own.cores)}개, Node ${own.node}. 서버와 같은 컴퓨터라면 그만큼 서버가 덜 썼습니다.`,
      en: `At its busiest it used ${own.cpuSharePeak.toFixed(1)} cores: ${own.processor}, ${String(own.cores)} cores, Node ${own.node}. On the server’s own machine the server had so much less.`,
    },
    {
      ko: `${whole(streams.count)}명이 실시간으로 지켜보았습니다(변경 ${whole(streams.messages)}건, 끊김 ${whole(streams.cuts)}번, 거절 ${whole(streams.refusals)}번). 나머지는 그들이 본 좌석도에서 골랐습니다.`,
      en: `${whole(streams.count)} people watched live (${whole(streams.messages)} changes, cut ${whole(streams.cuts)} times, refused ${whole(streams.refusals)} times). The others chose from what these saw.`,
    },
    way.by === 'name'
      ? { ko: '사람들은 이름 헤더로 구별되었습니다.', en: 'People were known by the user header.' }
      : { ko: '사람들은 저마다 세션 쿠키를 받았습니다.', en: 'Everybody had a session cookie of their own.' },
    {
      ko: `사람들의 속도 ${String(settings.pace)}배, 시계 차이는 ±${duration(clockUncertainMs)} 안에서 보정했습니다. 이름과 전화번호는 모두 지어낸 것입니다.`,
      en: `People were ${String(settings.pace)} times as quick as usual; clocks were compared to ±${duration(clockUncertainMs)}. All names and phones are invented.`,
    },
    ...(event.waiting_room === null ? [] : [PROOF]),
    endingWords[ending],
  ];
  const command = `npm run rehearsal -- --people ${String(settings.people)} --seed ${String(settings.seed)} --pace ${String(settings.pace)}`;
  return html`<ul>
      ${facts.map((fact) => html`<li>${both(fact)}</li>`)}
    </ul>
    <p>${both(words.repeatWith)}: <code>${escape(command)}</code> (${escape(summary.fingerprint)})</p>`;
}

const PROOF: Words = {
  ko: '대기실의 작업 증명은 리허설하지 않습니다. 방문자의 기기가 하는 일이기 때문입니다.',
  en: 'A waiting room’s proof of work is not rehearsed: visitors’ own devices do it.',
};
