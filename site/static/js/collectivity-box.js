// The "my collectivité" box: a combobox over the JSON lookup.
// Without it the box is a plain text field, and the server answers with candidates.
(() => {
  "use strict";

  const { element } = Combobox;
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

  class CollectivityBox {
    constructor(root) {
      this.root = root;
      this.texts = root.dataset;
      this.input = root.querySelector('input[name="pour_texte"]');
      this.rememberCandidates();
      if (!this.input) return;
      this.form = this.input.form;
      new Combobox(this.input, {
        address: this.texts.lookup, texts: this.texts, onChoose: (found) => this.choose(found),
      });
      this.input.addEventListener("input", () => this.unchoose());
      this.form.addEventListener("submit", () => {
        if (this.chosen) remember(this.chosen);
      });
      this.offerToResume();
    }

    choose(result) {
      this.unchoose();
      this.chosen = { ref: result.ref, name: result.name };
      this.input.value = result.label;
      // Only the reference goes into the address.
      this.input.removeAttribute("name");
      this.hidden = element("input", { type: "hidden", name: "pour", value: result.ref });
      this.input.after(this.hidden);
      // Only a search has an order.
      if (this.form.method !== "get") return;
      const sort = this.form.elements.namedItem("tri");
      if (sort?.value === "pertinence") sort.value = "comparabilite";
      if (!sort) this.form.append(
        element("input", { type: "hidden", name: "tri", value: "comparabilite" }),
      );
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
      if (!last || !this.texts.textResume) return;
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
    new CollectivityBox(root);
    root.closest("form")?.addEventListener("formdata", tidy);
  }
})();
