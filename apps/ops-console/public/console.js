// The little that the plain page does by itself: sends forms as JSON to the services' acts (by way of /api/), uploads files,
// and renews what is marked data-live. No library, no inline script: the page's policy allows none.
const csrf = document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';

/** One call of the API. Answers with the body, or throws an Error that a clerk can read. */
async function call(path, { body, headers = {} } = {}) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'x-csrf-token': csrf, accept: 'application/json', ...headers },
    body,
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

const json = (value) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });

/** The fields of a form as the act wants them: `findings.0.document` nests, data-as says of what kind, empty ones are left out. */
function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.type === 'file') continue;
    const as = field.dataset.as;
    if (as === 'boolean') put(values, field.name, field.checked);
    else if (as === 'list')
      values[field.name] = [...(values[field.name] ?? []), ...(field.checked ? [field.value] : [])];
    else if (field.value.trim() === '') continue;
    else if (as === 'number') put(values, field.name, Number(field.value));
    else if (as === 'lines') put(values, field.name, field.value.split(/\s+/).filter(Boolean));
    else put(values, field.name, field.value.trim());
  }
  return withoutHoles(values);
}

function put(values, name, value) {
  const steps = name.split('.');
  const last = steps.pop();
  let at = values;
  steps.forEach((step, index) => (at = at[step] ??= /^\d+$/.test(steps[index + 1] ?? last) ? [] : {}));
  at[last] = value;
}

function withoutHoles(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(withoutHoles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutHoles(one)]));
}

/** Runs an act while its button is locked; says what came of it beside the form. */
async function withForm(form, act) {
  const output = form.querySelector('output');
  const button = form.querySelector('button');
  button.disabled = true;
  output.className = '';
  output.textContent = 'Sebentar …';
  try {
    await act(output);
  } catch (problem) {
    output.className = 'problem';
    output.textContent = problem instanceof SyntaxError ? 'Jawaban tidak terbaca' : problem.message;
  } finally {
    button.disabled = false;
  }
}

async function sendAct(form, output) {
  const answer = await call(form.dataset.act, json(valuesOf(form)));
  output.textContent =
    form.dataset.then === 'show'
      ? Object.values(answer)
          .filter((value) => typeof value === 'string')
          .join(' · ')
      : 'Tercatat.';
  if (form.dataset.then === 'show') return;
  // The act is done: nobody is at work in this form any more, so the page may renew itself as the events come in.
  form.reset();
  document.activeElement?.blur();
  await renew(true);
}

function upload(path, as, file) {
  return call(`${path}?as=${encodeURIComponent(as)}`, {
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream' },
  });
}

async function sendWalkIn(form, output) {
  const files = [...form.querySelectorAll('[data-document]')].flatMap((row) => {
    const file = row.querySelector('input').files[0];
    return file ? [{ as: row.querySelector('select').value, file }] : [];
  });
  // The same form sent twice is one request.
  form.dataset.key ??= crypto.randomUUID();
  const request = json(valuesOf(form));
  const opened = await call('/api/intake/applications', {
    ...request,
    headers: { ...request.headers, 'idempotency-key': form.dataset.key },
  });
  const at = `/api/intake/applications/${opened.applicationId}`;
  for (const [count, { as, file }] of files.entries()) {
    output.textContent = `Mengunggah ${count + 1} dari ${files.length} …`;
    await upload(`${at}/documents`, as, file);
  }
  if (files.length > 0) await call(`${at}/submission`, json({}));
  location.assign(`/permohonan/${opened.applicationId}`);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.id === 'walk-in') {
    event.preventDefault();
    void withForm(form, (output) => sendWalkIn(form, output));
  } else if (form.dataset.act) {
    event.preventDefault();
    void withForm(form, (output) => sendAct(form, output));
  } else if (form.dataset.upload) {
    event.preventDefault();
    void withForm(form, async (output) => {
      await upload(form.dataset.upload, form.elements.as.value, form.elements.file.files[0]);
      output.textContent = 'Terunggah.';
      location.reload();
    });
  }
});

document.querySelector('[data-sign-out]')?.addEventListener('click', () => {
  const leave = () => location.assign('/masuk');
  call('/keluar').then(leave, leave);
});

/** A changed form of walk-in particulars is another request. */
document.querySelector('#walk-in')?.addEventListener('input', (event) => delete event.currentTarget.dataset.key);

/** Whether somebody is at work in this part: it is left alone then. */
function isInUse(part) {
  if (part.contains(document.activeElement) && document.activeElement !== document.body) return true;
  return [...part.querySelectorAll('input:not([type=hidden]), textarea')].some((field) =>
    field.type === 'checkbox' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  );
}

/** Takes the live parts of this page as they are now; what somebody is writing in stays, unless `all`. */
async function renew(all = false) {
  const live = [...document.querySelectorAll('[data-live]')];
  if (live.length === 0) return;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!response?.ok) return;
  if (response.redirected) return location.assign('/masuk');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  // A page that did not know its request yet has other parts now.
  if (fresh.querySelectorAll('[data-live]').length !== live.length) return location.reload();
  for (const part of live) {
    const next = fresh.getElementById(part.id);
    if (!next || (!all && isInUse(part)) || next.innerHTML === part.dataset.was) continue;
    const open = [...part.querySelectorAll('details[open]')].map((one) => one.dataset.trace ?? '');
    part.dataset.was = next.innerHTML;
    part.innerHTML = next.innerHTML;
    for (const one of part.querySelectorAll('details'))
      if (one.dataset.trace && open.includes(one.dataset.trace)) one.open = true;
  }
}

setInterval(() => {
  if (!document.hidden) void renew();
}, 3_000);
