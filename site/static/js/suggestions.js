// Suggestions while typing the words of a search. Without it the field is a plain one.
(() => {
  "use strict";

  const PAGES = ["case", "method"];

  // A page is opened; the rest is searched with what the form already says: filters, collectivité.
  function addressOf({ kind, url }, form) {
    const target = new URL(url, location.href);
    if (PAGES.includes(kind)) return target.href;
    const replaced = target.searchParams.has("pour") ? ["q", "pour", "pour_texte"] : ["q"];
    const kept = [...new FormData(form)].filter(
      ([name, value]) => value && !replaced.includes(name),
    );
    // Themes add up; of the rest, what the reader set stays.
    const isThere = (name, value) => kept.some(
      ([other, theirs]) => other === name && (name !== "theme" || theirs === value),
    );
    const added = [...target.searchParams].filter(([name, value]) => !isThere(name, value));
    target.search = new URLSearchParams([...added, ...kept]);
    return target.href;
  }

  for (const input of document.querySelectorAll("input[data-suggestions]")) {
    // No other type of field may be a combobox (ARIA in HTML).
    input.type = "text";
    input.enterKeyHint = "search";
    new Combobox(input, {
      address: input.dataset.suggestions,
      texts: input.dataset,
      groupOf: (suggestion) => suggestion.kind_label,
      onChoose(suggestion) {
        if (suggestion.kind === "word") input.value = suggestion.label;
        location.assign(addressOf(suggestion, input.form));
      },
    });
  }
})();
