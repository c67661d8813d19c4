import type { Page } from 'playwright-core';

/** The name of what has the keyboard: its label, or its own words. */
const nameInFocus = `(() => {
  const at = document.activeElement;
  return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.innerText.replace(/\\s*\\*$/, '') ?? at?.textContent ?? '';
})()`;
const chosenInFocus = `document.activeElement.selectedOptions?.[0]?.text ?? ''`;

/** Somebody who works without a mouse, and how many keys it took: those that steer, and those that are the data itself. */
export class Keyboard {
  steered = 0;
  typed = 0;

  constructor(private readonly page: Page) {
    // Heard all the time: the browser is told late when somebody begins to listen, and would open its own window before.
    page.on('filechooser', () => undefined);
  }

  async press(key: string): Promise<void> {
    this.steered += 1;
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.typed += text.length;
    await this.page.keyboard.type(text);
  }

  /** Goes on until what has this name is reached. @throws Error when it is not reached in one round */
  async tabTo(name: string, atMost = 40): Promise<void> {
    const passed: string[] = [];
    for (let at = 0; at < atMost; at += 1) {
      await this.press('Tab');
      const found = (await this.page.evaluate<string>(nameInFocus)).trim();
      if (found === name) return;
      passed.push(found);
    }
    throw new Error(`the keyboard does not come to "${name}", only to ${passed.join(', ')}`);
  }

  /** In a list that has the keyboard: writes the beginning of the word. */
  async choose(option: string): Promise<void> {
    await this.type(option);
    const chosen = await this.page.evaluate<string>(chosenInFocus);
    if (!chosen.startsWith(option)) throw new Error(`"${option}" chose "${chosen}"`);
  }

  /** At a field for a file: opens it and takes this one. */
  async takeFile(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const opens = this.page.waitForEvent('filechooser', { timeout: 10_000 });
    const [chooser] = await Promise.all([opens, this.press('Space')]);
    await chooser.setFiles(file);
  }
}
