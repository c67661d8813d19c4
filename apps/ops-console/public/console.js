// The little that the pages drawn by the server do by themselves: they send forms as JSON to the services' acts (by way of /api/)
// and sign out. No library, no inline script: the page's policy allows none.
const csrf = document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';

/** One call of the API. Answers with the body, or throws an Error that a clerk can read. */
async function call(path, values = {}) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'x-csrf-token': csrf, accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(values),
  });
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  if (response.ok) return answer;
  if (response.status === 401) location.assign('/masuk');
  const problems = (answer.problems ?? []).map((one) => one.text ?? `${one.path}: ${one.message}`);
  throw new Error(
    [answer.title, answer.detail, ...problems].filter(Boolean).join('. ') || `Gagal (${response.status})`,
  );
}

/** The fields of a form, texts all of them; what was left empty is left out. */
function valuesOf(form) {
  const written = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  return Object.fromEntries(written.filter(([, value]) => value !== ''));
}

/** Runs the form's act while its button is locked; then shows the answer beside it, or the page as it is now. */
async function sendAct(form) {
  const output = form.querySelector('output');
  const button = form.querySelector('button');
  button.disabled = true;
  output.className = '';
  output.textContent = 'Sebentar …';
  try {
    const answer = await call(form.dataset.act, valuesOf(form));
    if (form.dataset.then !== 'show') return location.reload();
    output.textContent = Object.values(answer)
      .flat()
      .filter((value) => typeof value === 'string')
      .join(' · ');
  } catch (problem) {
    output.className = 'problem';
    output.textContent = problem instanceof SyntaxError ? 'Jawaban tidak terbaca' : problem.message;
  } finally {
    button.disabled = false;
  }
}

document.addEventListener('submit', (event) => {
  if (!event.target.dataset.act) return;
  event.preventDefault();
  void sendAct(event.target);
});

document.querySelector('[data-sign-out]')?.addEventListener('click', () => {
  const leave = () => location.assign('/masuk');
  call('/keluar').then(leave, leave);
});
