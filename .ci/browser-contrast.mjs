/** Texts whose colour is hardly another than what is behind them (a contrast below 3 to 1). */
export function lowContrast(page) {
  return page.evaluate(() => {
    const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((c) =>
        c / 255 <= 0.04 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element) => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor);
        if (colour.length === 3 || colour[3] > 0.5) return colour;
      }
      return [255, 255, 255];
    };
    const hasText = (element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && hasText(element))
      .map((element) => {
        const colour = getComputedStyle(element).color;
        const [dark, light] = [luminance(channels(colour)), luminance(behind(element))].sort((a, b) => a - b);
        const contrast = (light + 0.05) / (dark + 0.05);
        return { text: element.textContent.trim().slice(0, 40), class: element.className, colour, contrast };
      })
      .filter(({ contrast }) => contrast < 3);
  });
}
