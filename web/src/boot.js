// Runs before the first paint: the remembered (or the system's) theme and language, so that nothing flashes.
(function () {
  var root = document.documentElement;
  var stored = {};
  try {
    stored = { theme: localStorage.getItem('jari:theme'), lang: localStorage.getItem('jari:lang') };
  } catch {
    // Storage may be forbidden; the system's preferences serve.
  }
  var prefersLight = window.matchMedia && window.matchMedia('(prefers-color-scheme: light)').matches;
  root.dataset.theme =
    stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : prefersLight ? 'light' : 'dark';
  var wished = stored.lang || (navigator.languages && navigator.languages[0]) || navigator.language || 'ko';
  root.lang = /^ko/i.test(wished) ? 'ko' : 'en';
  // The prerendered words are Korean: keep them out of sight until the app has put in the right ones.
  if (root.lang !== 'ko') root.dataset.words = 'waiting';
  // The app is installed under its name in the visitor's language.
  var manifest = document.querySelector('link[rel="manifest"]');
  if (manifest && root.lang !== 'ko') manifest.href = manifest.href.replace('.ko.', '.en.');
  var themeColor = document.querySelector('meta[name="theme-color"]');
  if (themeColor) themeColor.setAttribute('content', root.dataset.theme === 'light' ? '#f3e8f1' : '#171225');
})();
