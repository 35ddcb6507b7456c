/**
 * Runs in the page before anything else: notes when the map answers, the longest task, and the gaps between frames.
 * As text, because tsx would put calls of a helper of its own into a function.
 */
export const WATCH_PAGE = `
  window.jariLongestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.jariLongestTaskMs = Math.max(window.jariLongestTaskMs, entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-testid="seat-map"][data-ready="true"]') === null) return;
    window.jariUsableMs = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });
  let counting = 0;
  window.jariCountFrames = () => {
    const gaps = [];
    const run = ++counting;
    let last = performance.now();
    const frame = () => {
      if (run !== counting) return;
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.jariFrameGaps = () => {
      counting += 1;
      return gaps;
    };
  };
`;
