// The "my collectivité" box: an editable combobox with a list (ARIA APG) over the JSON lookup.
// Without it the box is a plain text field, and the server answers with candidates.
(() => {
  "use strict";

  const DELAY = 120;
  const STORAGE_KEY = "co-construire.collectivite";

  function remembered() {
    try {
      const found = JSON.parse(localStorage.getItem(STORAGE_KEY));
      return found && typeof found.ref === "string" && typeof found.name === "string" ? found : null;
    } catch {
      return null;
    }
  }

  function remember(choice) {
    try {
      if (choice) localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
      else localStorage.removeItem(STORAGE_KEY);
    } catch {
      // Storage may be refused: the preference is only a convenience.
    }
  }

  function element(name, attributes = {}, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  class CollectivityBox {
    constructor(root) {
      this.root = root;
      this.texts = root.dataset;
      this.input = root.querySelector('input[name="pour_texte"]');
      this.rememberCandidates();
      if (!this.input) return;
      this.form = this.input.form;
      this.options = [];
      this.active = -1;
      this.build();
      this.listen();
      this.offerToResume();
    }

    build() {
      const id = this.input.id;
      this.list = element("ul", {
        id: `${id}-list`, role: "listbox", "aria-label": this.texts.textList, class: "box-list",
      });
      this.list.hidden = true;
      this.status = element("p", { role: "status", class: "visually-hidden" });
      this.input.after(this.list);
      this.root.append(this.status);
      for (const [key, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
        "aria-controls": this.list.id,
      })) this.input.setAttribute(key, value);
    }

    listen() {
      this.input.addEventListener("input", () => {
        this.unchoose();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.lookUp(), DELAY);
      });
      this.input.addEventListener("keydown", (event) => this.onKey(event));
      this.input.addEventListener("blur", () => this.close());
      // Pressing keeps the focus in the field; the click then chooses.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest('[role="option"]');
        if (option) this.choose(this.options[Number(option.dataset.index)]);
      });
      this.form.addEventListener("submit", () => {
        if (this.chosen) remember(this.chosen);
      });
    }

    async lookUp() {
      const text = this.input.value.trim();
      this.request?.abort();
      if (text.length < 2) return this.close();
      this.request = new AbortController();
      const url = new URL(this.texts.lookup, location.href);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { signal: this.request.signal });
        if (answer.ok) this.show((await answer.json()).results);
      } catch {
        // Aborted by the next key, or offline: the form still works as plain text.
      }
    }

    show(results) {
      this.options = results;
      this.active = -1;
      this.list.replaceChildren(...results.map((result, index) => element("li", {
        id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false",
        "data-index": index,
      }, result.label)));
      this.setOpen(results.length > 0 && document.activeElement === this.input);
      const { textNone, textOne, textMany } = this.texts;
      const texts = [textNone, textOne];
      this.status.textContent = texts[results.length]
        ?? textMany.replace("{count}", String(results.length));
    }

    setOpen(isOpen) {
      this.list.hidden = !isOpen;
      this.input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) this.activate(-1);
    }

    close() {
      this.setOpen(false);
      this.status.textContent = "";
    }

    activate(index) {
      this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
      this.active = index;
      const option = this.list.children[index];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    onKey(event) {
      const isOpen = !this.list.hidden;
      const last = this.options.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (last < 0) return;
        event.preventDefault();
        if (!isOpen) this.setOpen(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = this.active + step;
        this.activate(next < 0 ? last : next > last ? 0 : next);
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.choose(this.options[this.active]);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      }
    }

    choose(result) {
      this.unchoose();
      clearTimeout(this.timer);
      this.request?.abort();
      this.chosen = { ref: result.ref, name: result.name };
      this.input.value = result.label;
      // Only the reference goes into the address.
      this.input.removeAttribute("name");
      this.hidden = element("input", { type: "hidden", name: "pour", value: result.ref });
      this.input.after(this.hidden);
      const sort = this.form.elements.namedItem("tri");
      if (sort?.value === "pertinence") sort.value = "comparabilite";
      if (!sort) this.form.append(
        element("input", { type: "hidden", name: "tri", value: "comparabilite" }),
      );
      this.close();
    }

    unchoose() {
      if (!this.chosen) return;
      this.chosen = null;
      this.hidden.remove();
      this.input.setAttribute("name", "pour_texte");
    }

    rememberCandidates() {
      for (const link of this.root.querySelectorAll("a[data-box-ref]")) {
        const { boxRef: ref, boxName: name } = link.dataset;
        link.addEventListener("click", () => remember({ ref, name }));
      }
    }

    offerToResume() {
      const last = remembered();
      if (!last) return;
      const url = new URL(this.texts.resumeUrl, location.href);
      url.searchParams.set("pour", last.ref);
      if (!url.searchParams.has("tri")) url.searchParams.set("tri", "comparabilite");
      const offer = element("p", { class: "box-resume" });
      const text = this.texts.textResume.replace("{name}", last.name);
      const forget = element("button", { type: "button", class: "box-forget" }, this.texts.textForget);
      forget.addEventListener("click", () => {
        remember(null);
        offer.remove();
        this.input.focus();
      });
      offer.append(element("a", { href: url.href }, text), " ", forget);
      this.root.append(offer);
    }
  }

  // What is empty, or as usual, is left out: the address says only what was asked.
  function tidy({ formData }) {
    for (const [name, value] of [...formData]) {
      if (value === "" || (name === "tri" && value === "pertinence")) formData.delete(name);
    }
  }

  for (const root of document.querySelectorAll("[data-collectivity-box]")) {
    if (root.dataset.ready) continue;
    root.dataset.ready = "true";
    new CollectivityBox(root);
    root.closest("form")?.addEventListener("formdata", tidy);
  }
})();
