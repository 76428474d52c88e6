// Contrast as WCAG 2 defines it, of every text that a reader sees against what lies behind it.
() => {
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  // Any colour of CSS as [red, green, blue, opacity], the last one from 0 to 1.
  const parse = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (front, back) => [0, 1, 2].map(
    (part) => front[part] * front[3] + back[part] * (1 - front[3]),
  );
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  const backgroundOf = (element) => {
    if (!element) return canvas;
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, backgroundOf(element.parentElement));
  };
  const opacityOf = (element) => element
    ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1;
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && box.width > 1 && box.height > 1;
  };
  const isLarge = (style) => {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 56 / 3 && Number(style.fontWeight) >= 700);
  };
  const path = (element) => {
    const own = element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join("");
    const above = element.parentElement?.closest("[class]");
    return above ? `.${above.classList[0]} ${own}` : own;
  };

  const texts = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text) texts.set(walker.currentNode.parentElement, text);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    texts.set(field, field.value || "(field)");
  }
  const pale = new Set();
  let measured = 0;
  for (const [element, text] of texts) {
    if (!isSeen(element)) continue;
    measured += 1;
    const style = getComputedStyle(element);
    const back = backgroundOf(element);
    const [red, green, blue, alpha] = parse(style.color);
    const found = ratio(over([red, green, blue, alpha * opacityOf(element)], back), back);
    const needed = isLarge(style) ? 3 : 4.5;
    if (found < needed) pale.add(`${path(element)}: ${found.toFixed(2)} < ${needed} “${text.slice(0, 40)}”`);
  }
  return { measured, pale: [...pale] };
}
