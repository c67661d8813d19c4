// The styles of the whole component library come after the first frame, which needs none of them: a browser paints what stands
// before a style sheet without waiting for it.

/** @returns {import('vite').Plugin} */
export function paintBeforeStyles() {
  return {
    name: 'paint-before-styles',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (page) => {
        const sheet = /\n\s*<link rel="stylesheet"[^>]*>/;
        const [found] = sheet.exec(page) ?? [];
        if (found === undefined) throw new Error('the built page has no style sheet to move behind the first frame');
        return page.replace(sheet, '').replace(/\s*<\/body>/, (end) => found + end);
      },
    },
  };
}
