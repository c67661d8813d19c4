type Child = Node | string | null | undefined | false;

/** An element with attributes and children; what is text stays text, whatever is typed in it. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, '');
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that cannot be pressed twice while its work runs; what fails is shown beside it. */
export function actButton(text: string, work: (say: (words: string) => void) => Promise<void>): HTMLElement {
  const button = el('button', { type: 'button' }, text);
  const said = el('output', { role: 'status' });
  button.addEventListener('click', () => void run(button, said, work));
  return el('span', { class: 'act' }, button, said);
}

/** A form whose fields go to the work as texts. */
export function actForm(
  submit: string,
  fields: readonly Child[],
  work: (values: Record<string, string>, say: (words: string) => void) => Promise<void>,
): HTMLFormElement {
  const button = el('button', { type: 'submit' }, submit);
  const said = el('output', { role: 'status' });
  const form = el('form', { autocomplete: 'off', novalidate: true }, ...fields, button, said);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run(button, said, (say) => work(valuesOf(form), say));
  });
  return form;
}

/** The texts of a form's fields; files are left out. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

export function labelled(text: string, field: HTMLElement, hint?: string): HTMLElement {
  return el('label', {}, el('span', {}, text), field, hint ? el('small', {}, hint) : null);
}

export function choices(list: readonly (readonly [value: string, text: string])[], chosen = ''): HTMLOptionElement[] {
  return list.map(([value, text]) => el('option', { value, selected: value === chosen }, text));
}

async function run(
  button: HTMLButtonElement,
  said: HTMLOutputElement,
  work: (say: (words: string) => void) => Promise<void>,
): Promise<void> {
  if (button.disabled) return;
  button.disabled = true;
  said.className = '';
  said.textContent = '';
  try {
    await work((words) => (said.textContent = words));
  } catch (error) {
    said.className = 'failed';
    said.textContent = error instanceof Error ? error.message : 'Gagal.';
  } finally {
    button.disabled = false;
  }
}
