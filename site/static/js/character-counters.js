// How many characters are left, under the fields that one has been in. Without it nothing is shown,
// and the server still refuses what is too long.
(() => {
  "use strict";

  const PAUSE = 1000;
  const FIELDS = 'input[type="text"][maxlength], textarea[maxlength]';
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  let texts;
  let timer;

  // As Python counts them, a line break being two.
  const lengthOf = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

  function sentence(field) {
    const left = Number(field.dataset.longest) - lengthOf(field.value);
    const text = left < 0 ? texts.textOver : texts.textLeft;
    return text.replace("{count}", String(Math.abs(left)));
  }

  function counterOf(field) {
    if (!field.dataset.longest) {
      // What is pasted is shown whole: cut without a word, it would be lost.
      field.dataset.longest = field.maxLength;
      field.removeAttribute("maxlength");
    }
    const next = field.nextElementSibling;
    if (next?.matches("[data-counter]")) return next;
    const counter = document.createElement("p");
    counter.dataset.counter = "";
    counter.className = "character-counter";
    // Said by the status, after a pause: each letter would be too much.
    counter.setAttribute("aria-hidden", "true");
    field.after(counter);
    return counter;
  }

  function show(field) {
    const counter = counterOf(field);
    counter.textContent = sentence(field);
    counter.classList.toggle("over", lengthOf(field.value) > Number(field.dataset.longest));
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = sentence(field); }, PAUSE);
  }

  const isCounted = (field) => field.matches?.(`${FIELDS}, [data-longest]`);

  function listen() {
    texts = document.querySelector("[data-text-left]")?.dataset;
    if (!texts) return;
    document.body.append(status);
    for (const name of ["focusin", "input"]) {
      document.addEventListener(name, ({ target }) => {
        if (isCounted(target)) show(target);
      });
    }
    // The counter stays: the page would move under a click that leaves the field.
    document.addEventListener("focusout", () => {
      clearTimeout(timer);
      status.textContent = "";
    });
  }

  // Wagtail loads its scripts in the head of the page, or at its end.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", listen);
  else listen();
})();
