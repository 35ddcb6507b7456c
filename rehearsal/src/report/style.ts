/** The report's look: on a screen, dark or light, and on paper. No script, no font and no picture from anywhere. */
export const style = `
:root{color-scheme:light dark;--ink:light-dark(#241a33,#f6f1fc);--soft:light-dark(#665b78,#bfb4d2);--ground:light-dark(#fbf5f0,#171225);--surface:light-dark(#fffdfa,#231b36);--line:light-dark(#e2d6de,#443761);--good:light-dark(#1e7042,#9fe0b4);--bad:light-dark(#a8261b,#ff9d8a);--idle:light-dark(#665b78,#bfb4d2);--s1:light-dark(#5b46b8,#b3a2ff);--s2:light-dark(#b35c00,#ffb951);--s3:light-dark(#a02060,#ff8fbf);--s4:light-dark(#1e7042,#9fe0b4)}
:root:has(#light:checked){color-scheme:light}:root:has(#dark:checked){color-scheme:dark}
:root:has(#ko:checked) [lang=en],:root:has(#en:checked) [lang=ko]{display:none}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,-apple-system,'Apple SD Gothic Neo','Noto Sans KR','Noto Sans CJK KR','Malgun Gothic',sans-serif;word-break:keep-all;overflow-wrap:anywhere}
main{max-width:1100px;margin:0 auto;padding:28px 20px 64px}
h1,h2,h3{line-height:1.25;font-family:ui-serif,'Noto Serif KR','Noto Serif CJK KR','Nanum Myeongjo',AppleMyungjo,Georgia,serif;font-weight:600}
h1{font-size:clamp(1.7rem,5vw,2.4rem);margin:.2em 0 .1em}h2{font-size:1.4rem;margin:2.2em 0 .6em}h3{font-size:1.05rem;margin:0}
p{margin:.4em 0}.soft{color:var(--soft)}
.bar{display:flex;flex-wrap:wrap;gap:8px 20px;justify-content:flex-end}
fieldset{border:0;margin:0;padding:0;display:flex;gap:4px}legend,.unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.bar label{padding:9px 14px;border:1px solid var(--line);border-radius:99px;cursor:pointer;font-size:.9rem;line-height:1.6}
.bar input{position:absolute;opacity:0}.bar input:checked+label{background:var(--ink);color:var(--ground);border-color:var(--ink)}
.bar input:focus-visible+label{outline:3px solid var(--s2);outline-offset:2px}
.mark{display:inline-block;border:1px solid var(--s2);color:var(--s2);border-radius:6px;padding:1px 9px;font-size:.8rem;letter-spacing:.08em;font-weight:700}
.headline{font-size:1.2rem;border-left:5px solid var(--good);padding:10px 16px;background:var(--surface);border-radius:0 14px 14px 0}.headline.broken{border-color:var(--bad)}.headline.idle{border-color:var(--idle)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(190px,46%),1fr));gap:12px;margin:18px 0;padding:0;list-style:none}
.figures li{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:12px 16px}.figures b{display:block;font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums}.figures span{color:var(--soft);font-size:.9rem}
.verdicts{display:grid;gap:12px;padding:0;margin:0;list-style:none}
.verdict{background:var(--surface);border:1px solid var(--line);border-left:5px solid var(--good);border-radius:14px;padding:14px 18px;break-inside:avoid}
.verdict.broken{border-left-color:var(--bad)}.verdict.idle{border-left-color:var(--idle)}
.verdict header{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:baseline}.verdict .standing{font-weight:700;color:var(--good)}.verdict.broken .standing{color:var(--bad)}.verdict.idle .standing{color:var(--idle)}
.verdict .count{margin-left:auto;color:var(--soft);font-size:.9rem;font-variant-numeric:tabular-nums}
.verdict p{margin:.35em 0 0}.advice{color:var(--bad);font-weight:600}
details{margin-top:8px}summary{cursor:pointer;padding:6px 0}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.86em;overflow-wrap:anywhere}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:16px}
.chart{margin:0;background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:14px 16px 8px;break-inside:avoid;min-width:0}
figcaption{font-weight:600}.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:4px 0 6px;padding:0;list-style:none;font-size:.88rem;color:var(--soft)}
.key{width:26px;height:8px;margin-right:6px;vertical-align:middle}.chart>svg{width:100%;height:auto;display:block}
.grid{stroke:var(--line);stroke-width:1}.tick{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}.opening{stroke:var(--soft);stroke-dasharray:3 4}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.s1{stroke:var(--s1)}.s2{stroke:var(--s2);stroke-dasharray:7 3}.s3{stroke:var(--s3);stroke-dasharray:2 4}.s4{stroke:var(--s4);stroke-dasharray:10 3 2 3}
.scroll{overflow-x:auto}table{min-width:600px;border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:7px 12px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}th:first-child,td:first-child{text-align:left;white-space:normal}thead th{color:var(--soft);font-weight:600;font-size:.88rem}
.meter{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 14px;padding:6px 0;border-bottom:1px solid var(--line)}.meter .fill{grid-column:1/-1;width:100%;height:6px;border-radius:3px;fill:var(--s1)}
@media print{:root{color-scheme:light!important}.bar{display:none}body{font-size:11pt;background:#fff}main{max-width:none;padding:0}h2{break-after:avoid}details>*{display:block}.charts{grid-template-columns:1fr 1fr}}
`;
