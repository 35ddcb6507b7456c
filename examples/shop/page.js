// The shop's page: it hears from the hall what the visitor holds, and has it paid.
const hall = document.querySelector('jari-hall');
const form = document.querySelector('form');
const what = document.querySelector('[data-what]');
const output = document.querySelector('output');
let held;

hall.addEventListener('jari-hold', ({ detail }) => {
  held = detail;
  what.textContent = detail.seats.map(({ label }) => label).join(', ');
  form.hidden = false;
});

hall.addEventListener('jari-release', ({ detail }) => {
  held = undefined;
  form.hidden = true;
  if (detail.why === 'expired') output.textContent = 'Your seats are free again; nothing was paid.';
});

// The hall tells the visitor itself; a shop may want to count.
hall.addEventListener('jari-error', ({ detail }) => console.info('jari-error', detail.reason));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (held === undefined) return;
  const button = form.querySelector('button');
  button.disabled = true;
  const { event: name, holdToken: hold_token } = held;
  const body = JSON.stringify({ event: name, hold_token, ...Object.fromEntries(new FormData(form)) });
  const answer = await fetch('/pay', { method: 'POST', body });
  const order = await answer.json();
  button.disabled = false;
  output.textContent = answer.ok
    ? `Thank you. Your ticket: ${order.code}`
    : `Your money is on its way back (${order.why}).`;
});
