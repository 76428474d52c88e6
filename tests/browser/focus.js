// What the keyboard tests ask of a page: whom Tab should reach, and whether the reader sees it.
(() => {
  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  // A card is outlined whole when the link that covers it has the focus.
  const look = (element) => [element, element.closest("article")].filter(Boolean).map((part) => {
    const style = getComputedStyle(part);
    return [
      style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
      style.backgroundColor, style.borderColor,
    ].join(" ");
  }).join(" / ");
  const name = (element) => {
    const text = element.getAttribute("aria-label") ?? element.textContent.trim().replace(/\s+/g, " ");
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""} ${text.slice(0, 60)}`;
  };
  const looks = new Map();

  window.focusOrder = {
    // The elements in the order of the page; their looks are kept to compare with.
    expected() {
      const found = [...document.querySelectorAll(REACHED)].filter(
        (element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility(),
      );
      for (const element of found) looks.set(element, look(element));
      return found.map(name);
    },
    // The focused element: its name, and what keeps a reader from seeing that it is there.
    current() {
      const element = document.activeElement;
      if (element === document.body) return null;
      const box = element.getBoundingClientRect();
      const faults = [];
      if (look(element) === looks.get(element)) faults.push("looks the same as without the focus");
      if (box.width < 2 || box.height < 2) faults.push("has no size");
      if (box.bottom <= 0 || box.top >= innerHeight) faults.push("is out of the window");
      return { name: name(element), faults };
    },
  };
})();
