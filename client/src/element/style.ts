/** The look of an embedded hall. Custom properties come through from the page; every piece is a `part` as well. */
export const style = `
:host {
  --_ink: var(--jari-ink, #281b3d);
  --_soft: var(--jari-ink-soft, #5f5275);
  --_surface: var(--jari-surface, #fffbf6);
  --_line: var(--jari-line, #dccde0);
  --_accent: var(--jari-accent, #f5a62f);
  --_on-accent: var(--jari-on-accent, #2a1900);
  --_seat: var(--jari-seat, #6450b4);
  --_on-seat: var(--jari-on-seat, #ffffff);
  --_gone: var(--jari-gone, #e4d9e8);
  --_on-gone: var(--jari-on-gone, #665a7b);
  --_warning: var(--jari-warning, #a92a1a);
  --_radius: var(--jari-radius, 14px);
  display: block;
  container-type: inline-size;
  color: var(--_ink);
  font: var(--jari-font, 400 1rem / 1.5 system-ui, sans-serif);
}
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) {
  :host {
    --_ink: var(--jari-ink, #f6f1fc);
    --_soft: var(--jari-ink-soft, #bfb4d2);
    --_surface: var(--jari-surface, #271e3c);
    --_line: var(--jari-line, #443761);
    --_accent: var(--jari-accent, #ffb951);
    --_seat: var(--jari-seat, #8f7fd6);
    --_on-seat: var(--jari-on-seat, #150e26);
    --_gone: var(--jari-gone, #3a2f53);
    --_on-gone: var(--jari-on-gone, #b3a8c8);
    --_warning: var(--jari-warning, #ff9d8a);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p { margin: 0; }
.frame {
  display: grid;
  gap: 1rem;
  padding: clamp(0.75rem, 3cqi, 1.5rem);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: var(--_surface);
}
.head { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between; color: var(--_soft); }
.head strong { color: var(--_ink); }
.scroll { overflow-x: auto; padding: 3px; }
.stage {
  width: min(100%, 20rem);
  margin: 0 auto 1rem;
  padding: 0.25rem;
  border-radius: 50% 50% 0 0 / 1rem 1rem 0 0;
  background: var(--_gone);
  color: var(--_on-gone);
  text-align: center;
  font-size: 0.8rem;
}
.field {
  --_pitch: clamp(44px, calc(100cqi / (var(--columns) + 2)), 72px);
  position: relative;
  width: calc(var(--columns) * var(--_pitch));
  height: calc(var(--rows) * var(--_pitch));
  margin: 0 auto;
}
.seat {
  position: absolute;
  left: calc(var(--x) * var(--_pitch));
  top: calc(var(--y) * var(--_pitch));
  width: var(--_pitch);
  height: var(--_pitch);
  padding: 0;
  border: 4px solid var(--_surface);
  border-radius: 26%;
  background: var(--_seat);
  color: var(--_on-seat);
  font: inherit;
  font-size: 0.85rem;
  font-weight: 600;
  cursor: pointer;
}
.seat[data-state='mine'] {
  background: var(--_accent);
  color: var(--_on-accent);
  border-radius: 50%;
}
.seat[aria-disabled='true'] { background: var(--_gone); color: var(--_on-gone); cursor: default; }
.seat[data-state='reserved'] { text-decoration: line-through; }
.seat[data-state='held'] { background: none; border: 4px solid var(--_surface); outline: 2px dashed var(--_soft); outline-offset: -7px; }
.seat:focus-visible { z-index: 1; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 1px; }
.best { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; }
label { display: grid; gap: 0.25rem; flex: 1 1 8rem; }
label span { color: var(--_soft); font-size: 0.9rem; }
select, button:not(.seat) {
  min-height: 44px;
  padding: 0.4rem 1rem;
  border: 1px solid var(--_soft);
  border-radius: calc(var(--_radius) * 0.7);
  background: var(--_surface);
  color: var(--_ink);
  font: inherit;
}
button:not(.seat) { cursor: pointer; }
.main:not(.seat) { border-color: var(--_accent); background: var(--_accent); color: var(--_on-accent); font-weight: 600; }
.hold {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 1rem;
  align-items: center;
  justify-content: space-between;
  padding: 0.75rem 1rem;
  border: 2px solid var(--_accent);
  border-radius: var(--_radius);
}
.left { font-variant-numeric: tabular-nums; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.notice:empty { margin-top: -1rem; }
.notice { display: grid; gap: 0.5rem; justify-items: start; }
.warning { color: var(--_warning); }
a { color: inherit; display: inline-grid; align-items: center; min-height: 44px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
