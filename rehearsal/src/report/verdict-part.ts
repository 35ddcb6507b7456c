import type { PromiseVerdict, Standing } from '../verdicts/verdict.ts';
import { both, duration, escape, html, raw, whole, type Html, type Words } from './markup.ts';
import { promiseWords } from './promise-words.ts';
import type { RehearsalSummary } from './summary.ts';
import { endingWords, standingWords, words } from './words.ts';

const SIGNS: Readonly<Record<Standing, string>> = { held: '✓', broken: '✗', 'not checked': '–' };
const CLASSES: Readonly<Record<Standing, string>> = { held: 'held', broken: 'broken', 'not checked': 'idle' };

/** All verdicts, with how they were reached and what to do. */
export function drawVerdicts(verdicts: readonly PromiseVerdict[]): Html {
  return html`<ol class="verdicts">
    ${verdicts.map(drawVerdict)}
  </ol>`;
}

function drawVerdict({ promise, standing, checked, broken, examples }: PromiseVerdict): Html {
  const { title, how, counted, advice } = promiseWords[promise];
  const count: Words = {
    ko: `${counted.ko} ${whole(checked)}건${broken > 0 ? `, 어긋남 ${whole(broken)}건` : ''}`,
    en: `${whole(checked)} ${counted.en}${broken > 0 ? `, ${whole(broken)} of them wrong` : ''}`,
  };
  const list = examples.map(({ rule, what }) => html`<li><code>${escape(`${rule}: ${what}`)}</code></li>`);
  const wrong =
    broken === 0
      ? raw('')
      : html`<p class="advice">${both(words.whatToDo)}: ${both(advice)}</p>
          <details open>
            <summary>${both(words.examples)}</summary>
            <ul>
              ${list}
            </ul>
          </details>`;
  return html`<li class="verdict ${raw(CLASSES[standing])}" data-promise="${raw(promise)}">
    <header>
      <span class="standing">${escape(SIGNS[standing])} ${both(standingWords[standing])}</span>
      <h3>${both(title)}</h3>
      <span class="count">${both(count)}</span>
    </header>
    <p class="soft">${both(how)}</p>
    ${wrong}
  </li>`;
}

/** What an organiser wants to know first. */
export function headline(summary: RehearsalSummary): Html {
  const { verdicts, people, soldOutAfterMs, ending } = summary;
  const broken = verdicts.filter(({ standing }) => standing === 'broken').length;
  const unchecked = verdicts.filter(({ standing }) => standing === 'not checked').length;
  const sold: Words =
    soldOutAfterMs === null
      ? endingWords[ending]
      : {
          ko: `${duration(soldOutAfterMs)} 만에 매진되었습니다.`,
          en: `Sold out in ${duration(soldOutAfterMs)}.`,
        };
  const kept: Words =
    broken > 0
      ? {
          ko: `일곱 약속 가운데 ${whole(broken)}가지가 깨졌습니다. 예매를 열기 전에 아래를 읽어 주세요.`,
          en: `${whole(broken)} of the seven promises ${broken === 1 ? 'was' : 'were'} broken. Read on before you open a sale.`,
        }
      : unchecked > 0
        ? {
            ko: `어긋난 것은 없지만 ${whole(unchecked)}가지 약속은 확인하지 못했습니다.`,
            en: `Nothing was broken, but ${whole(unchecked)} promise${unchecked === 1 ? '' : 's'} could not be checked.`,
          }
        : {
            ko: `${whole(people)}명이 왔고, 일곱 가지 약속이 모두 지켜졌습니다.`,
            en: `${whole(people)} people came, and all seven promises held.`,
          };
  const look = broken > 0 ? 'broken' : unchecked > 0 ? 'idle' : 'held';
  return html`<p class="headline ${raw(look)}">${both(kept)} ${both(sold)}</p>`;
}
